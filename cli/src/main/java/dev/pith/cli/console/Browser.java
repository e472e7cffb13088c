package dev.pith.cli.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The browser of whoever sits at this machine. */
public final class Browser {
    private Browser() {}

    /** Opens an address where there is a screen. What cannot be opened is no failure: the address is printed, too. */
    public static void open(URI address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        if (system.contains("mac")) {
            start("open", address.toString());
        } else if (system.contains("windows")) {
            start("rundll32", "url.dll,FileProtocolHandler", address.toString());
        } else if (screen) {
            start("xdg-open", address.toString());
        }
    }

    private static void start(String... command) {
        try {
            new ProcessBuilder(List.of(command))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // nothing of that name here
        }
    }
}
