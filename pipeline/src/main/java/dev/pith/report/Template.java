package dev.pith.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** The page without its data: markup, style, script and charts, put together into one file. */
final class Template {
    private static final String ECHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";
    private static final String ECHARTS_FOLDER = "/META-INF/resources/webjars/echarts/";

    private Template() {}

    /**
     * Writes the page.
     *
     * @param json the data, safe inside a script element
     */
    static void write(String json, Writer out) throws IOException {
        Map<String, String> parts = Map.of(
                "style", resource("colours.css") + resource("report.css"),
                "charts", echarts(),
                "evaluation", resource("evaluation.js"),
                "texts", resource("texts.js"),
                "findings", resource("findings.js"),
                "script", resource("report.js"),
                "data", json);
        String page = resource("report.html");
        int at = 0;
        for (int open = page.indexOf("{{"); open >= 0; open = page.indexOf("{{", at)) {
            int close = page.indexOf("}}", open);
            out.write(page, at, open - at);
            out.write(parts.get(page.substring(open + 2, close)));
            at = close + 2;
        }
        out.write(page, at, page.length() - at);
    }

    /** The version stands in the root pom only, so the path is asked of the jar. */
    private static String echarts() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Template.class.getResourceAsStream(ECHARTS)) {
            properties.load(in);
        }
        return resource(ECHARTS_FOLDER + properties.getProperty("version") + "/echarts.min.js");
    }

    private static String resource(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
