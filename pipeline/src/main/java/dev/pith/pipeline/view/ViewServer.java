package dev.pith.pipeline.view;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.WorkSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of this machine alone that shows a run to a browser, until it is closed. */
public final class ViewServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ViewServer.class);

    /** Browsers open six connections to a server; two viewers should not wait for each other. */
    private static final int CONNECTIONS = 12;

    /** Nothing on the page comes from elsewhere, nobody may frame it, and it goes nowhere. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final ExecutorService executor;
    private final Threads threads;
    private final Doorkeeper doorkeeper;
    private final ViewRequests requests;

    private ViewServer(HttpServer server, Threads threads, ViewRequests requests) {
        this.server = server;
        this.threads = threads;
        this.requests = requests;
        this.doorkeeper = new Doorkeeper(server.getAddress().getPort());
        this.executor = Executors.newFixedThreadPool(CONNECTIONS, task -> {
            Thread thread = new Thread(task, "pith-view");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads a run and starts to serve it.
     *
     * @param others more runs of the same source, whose selections and evaluations are compared
     * @param port of 127.0.0.1; 0 for any that is free
     * @throws PithException when the run cannot be read, or the port is in use
     */
    public static ViewServer start(Path run, List<Path> others, int port, WorkSettings work, Messages messages) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("`port` must be in [0, 65535], got " + port);
        }
        HttpServer server = bind(port);
        Threads threads = new Threads(work.threads());
        try {
            ViewRequests requests = ViewRequests.of(run, others, threads, messages);
            ViewServer view = new ViewServer(server, threads, requests);
            server.setExecutor(view.executor);
            server.createContext("/", view::answer);
            server.start();
            return view;
        } catch (RuntimeException e) {
            server.stop(0);
            threads.close();
            throw e;
        }
    }

    private static HttpServer bind(int port) {
        try {
            InetAddress thisMachine = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            return HttpServer.create(new InetSocketAddress(thisMachine, port), 0);
        } catch (BindException e) {
            throw new PithException(
                    "port " + port + " of 127.0.0.1 is in use, or not for everybody (" + e.getMessage()
                            + "); give another with `port`, or none for any that is free",
                    e);
        } catch (IOException e) {
            throw new PithException("no server can be started on 127.0.0.1 (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the address of the page, token and all: whoever knows it sees the run and can save in it. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + doorkeeper.token() + "/");
    }

    /** Returns n, the number of samples of the run. */
    public int samples() {
        return requests.samples();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            Optional<Reply> refusal = doorkeeper.refuse(exchange);
            send(exchange, refusal.isPresent() ? refusal.get() : reply(exchange));
        } catch (IOException e) {
            log.debug("A browser went away", e);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        try {
            return requests.reply(exchange);
        } catch (SavedSelections.Conflict e) {
            return Reply.failure(409, e.getMessage());
        } catch (PithException e) {
            return Reply.failure(500, e.getMessage());
        } catch (IllegalArgumentException e) {
            return Reply.failure(400, e.getMessage());
        } catch (RuntimeException e) {
            log.error("A request failed, which is a fault in pith itself", e);
            return Reply.failure(500, "a fault in pith itself: " + e);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.type());
        headers.set("Cache-Control", reply.lasting() ? "private, max-age=86400, immutable" : "no-store");
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        boolean empty = reply.body().length == 0;
        exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
        if (!empty) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
    }

    /** Stops serving; what is being saved is saved first. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
        requests.close();
        threads.close();
    }
}
