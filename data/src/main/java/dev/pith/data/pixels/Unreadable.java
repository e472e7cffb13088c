package dev.pith.data.pixels;

/**
 * An image that could not be decoded.
 *
 * @param id of the sample
 * @param key of the sample
 * @param reason one line that names the file
 */
public record Unreadable(int id, String key, String reason) {}
