package dev.pith.data.tar;

/**
 * Where a member's content lies in its archive.
 *
 * @param extension what follows the first dot of its name, lower case
 * @param start the first byte
 * @param length in bytes
 */
record Member(String extension, long start, int length) {}
