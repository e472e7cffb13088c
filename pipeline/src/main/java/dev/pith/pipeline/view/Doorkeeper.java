package dev.pith.pipeline.view;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Who may ask: the page that this server sent, and whoever knows its address. Pages of other origins in the same
 * browser can send requests to this machine, and a name of theirs can be made to mean this machine; they know no token,
 * their requests carry their origin, and a name of theirs stands in {@code Host}.
 */
final class Doorkeeper {
    private static final int TOKEN_BYTES = 24;

    private final String token;
    private final int port;

    Doorkeeper(int port) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random); // guards a door, and decides no result
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        this.port = port;
    }

    String token() {
        return token;
    }

    /** Returns what to tell somebody who may not ask; empty for who may. */
    Optional<Reply> refuse(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (host == null || !isThisServer(host)) {
            return Optional.of(Reply.text(403, "This server answers to 127.0.0.1 and localhost alone.\n"));
        }
        String origin = headers.getFirst("Origin");
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean link = "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
                && exchange.getRequestMethod().equals("GET"); // the address in a terminal that is a page itself
        boolean foreign = origin != null && !origin.equals("http://" + host);
        if (foreign || (!link && ("cross-site".equals(site) || "same-site".equals(site)))) {
            return Optional.of(Reply.text(403, "Pages of other origins may not ask this server.\n"));
        }
        String[] path = exchange.getRequestURI().getPath().split("/", 3);
        if (path.length < 3 || !isToken(path[1])) {
            return Optional.of(Reply.text(
                    403, "This address lacks the token; open the whole address that pith view has printed.\n"));
        }
        return Optional.empty();
    }

    private boolean isThisServer(String host) {
        return host.equals("127.0.0.1:" + port) || host.equals("localhost:" + port);
    }

    private boolean isToken(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
