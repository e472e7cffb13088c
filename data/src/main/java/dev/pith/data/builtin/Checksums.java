package dev.pith.data.builtin;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Size, MD5 and SHA-256 of what is written to it. */
final class Checksums extends OutputStream {
    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");
    private long size;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        md5.update(bytes, offset, length);
        sha256.update(bytes, offset, length);
        size += length;
    }

    /** Returns in what the bytes differ from the file; nothing if they are the file. To be asked once. */
    Optional<String> difference(RemoteFile file) {
        String gotMd5 = HexFormat.of().formatHex(md5.digest());
        String gotSha256 = HexFormat.of().formatHex(sha256.digest());
        if (size != file.size()) {
            return Optional.of(size + " bytes instead of " + file.size());
        }
        if (!gotSha256.equals(file.sha256())) {
            return Optional.of("SHA-256 " + gotSha256 + " instead of " + file.sha256());
        }
        if (!gotMd5.equals(file.md5())) {
            return Optional.of("MD5 " + gotMd5 + " instead of " + file.md5());
        }
        return Optional.empty();
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
