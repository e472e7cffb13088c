package dev.pith.torch.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Rewrites a zip archive's directory as one of more than 4 GiB would have it: every number in an extra field. */
final class Zip64 {
    private Zip64() {}

    static byte[] of(byte[] zip) {
        ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.length - 22;
        int begin = in.getInt(end + 16);
        PickleBytes out = new PickleBytes().bytes(Arrays.copyOf(zip, begin));
        long entries = 0;
        for (int at = begin; at < end; entries++) {
            int name = in.getShort(at + 28);
            byte[] header = Arrays.copyOfRange(zip, at, at + 46 + name);
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            fields.putInt(20, -1).putInt(24, -1).putInt(42, -1).putShort(30, (short) 32);
            out.bytes(header).op(7, 0, 0, 0); // a field of another kind comes first
            out.op(1, 0, 24, 0)
                    .wide(in.getInt(at + 24))
                    .wide(in.getInt(at + 20))
                    .wide(in.getInt(at + 42));
            at += 46 + name + in.getShort(at + 30) + in.getShort(at + 32);
        }
        long end64 = out.bytes().length;
        out.integer(0x06064b50).wide(44).integer(0).wide(0).wide(entries).wide(entries);
        out.wide(end64 - begin).wide(begin);
        out.integer(0x07064b50).integer(0).wide(end64).integer(1);
        byte[] last = Arrays.copyOfRange(zip, end, zip.length);
        Arrays.fill(last, 8, 20, (byte) -1);
        return out.bytes(last).bytes();
    }
}
