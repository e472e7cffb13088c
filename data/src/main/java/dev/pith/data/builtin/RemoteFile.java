package dev.pith.data.builtin;

import java.net.URI;

/**
 * A file at its official address.
 *
 * @param name that it is kept under
 * @param address where it is published
 * @param size in bytes
 * @param md5 in hex, as torchvision lists it; for CIFAR's binary archives as their page does
 * @param sha256 in hex, as TensorFlow Datasets lists it for the same file
 */
record RemoteFile(String name, URI address, long size, String md5, String sha256) {}
