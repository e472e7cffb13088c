package dev.pith.data.record;

import java.util.List;
import java.util.stream.Stream;

/** Records that a reader that parses and writes anew would change. */
public final class NastyRecords {
    /** Records without a line break. */
    public static final List<String> ONE_LINE = List.of(
            "{\"instruction\": \"naïve — 日本語 😀\", \"output\": \"\"}",
            "{\"instruction\":\"\\u00e9\\ud83d\\ude00\\/\\\"\",\"x\":\"\\u0000\"}",
            "{\"n\": 0.1000, \"big\": 123456789012345678901234567890, \"e\": 1E+400, \"z\": -0.0, \"nan\": NaN}",
            "{ \"a\" :1 ,  \"a\": 2,\t\"\": null }",
            "{}",
            "{ }",
            "{\"long\": \"" + "x".repeat(100_000) + "é\"}",
            "{\"same\": 1}",
            "{\"same\": 1}",
            "{\"deep\": [[[{\"b\": [true, false, null]}]]], \"brace\": \"}]{[,\"}",
            "{\"\u2028\": \"\u0085\u00a0\uFEFF\"}");

    /** Those and one that goes over several lines. */
    public static final List<String> ALL = Stream.concat(
                    ONE_LINE.stream(), Stream.of("{\r\n  \"a\": [\n\n1\r2\n]\n}".replace("\r2", ",2")))
            .toList();

    private NastyRecords() {}
}
