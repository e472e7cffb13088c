package dev.pith.data.patch;

import dev.pith.data.patch.PixelCodec.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An image of an archive. Its bytes: a mark, the length of the body, the body, CRC32C of all that. The body: flags, id,
 * label where the archive has labels, key, bitmap of kept patches, payload.
 *
 * @param label of the sample, or 0 where the archive has no labels
 * @param channels 1 or 3
 * @param kept {@code boolean[L]}
 */
record ImageRecord(int id, String key, long label, int channels, boolean[] kept, Payload payload) {
    static final byte MARK = 'R';
    static final int CHECKSUM_BYTES = 4;

    /** Key, tables of a JPEG that keeps its own. */
    private static final int MOST_OTHER_BYTES = 1 << 16;

    private static final int COLOR = 1;
    private static final int ALL_KEPT = 2;
    private static final int VARIANT_SHIFT = 2;
    private static final int VARIANTS = 16;
    private static final int KEY_SHIFT = 6;

    /** How a key is stored; most follow from id and class. The id in decimal. */
    private static final int NUMBER = 0;
    /** Without the name of the label's class and the slash that go before. */
    private static final int IN_CLASS = 1;

    private static final int WHOLE = 2;

    private int keyForm(PatchFormat format) {
        if (key.equals(Integer.toString(id))) {
            return NUMBER;
        }
        String folder = folder(label, format);
        return !folder.isEmpty() && key.startsWith(folder) ? IN_CLASS : WHOLE;
    }

    private static String folder(long label, PatchFormat format) {
        boolean named =
                format.labelled() && label >= 0 && label < format.classes().size();
        return named ? format.classes().get((int) label) + "/" : "";
    }

    /**
     * Returns a number of bytes that no image needs more of, so that a damaged length does not make a reader
     * take in everything.
     */
    static int mostBytes(PatchFormat format) {
        PatchGrid grid = format.grid();
        return (int)
                Math.min(Integer.MAX_VALUE, 6L * grid.width() * grid.height() + grid.size() / 8 + MOST_OTHER_BYTES);
    }

    byte[] encoded(PatchFormat format) {
        boolean allKept = keptCount() == kept.length;
        int keyForm = keyForm(format);
        Bytes body = new Bytes();
        body.u8((channels == 3 ? COLOR : 0)
                | (allKept ? ALL_KEPT : 0)
                | payload.variant() << VARIANT_SHIFT
                | keyForm << KEY_SHIFT);
        body.varint(id);
        if (format.labelled()) {
            body.signed(label);
        }
        if (keyForm != NUMBER) {
            String rest =
                    keyForm == WHOLE ? key : key.substring(folder(label, format).length());
            byte[] text = rest.getBytes(StandardCharsets.UTF_8);
            body.varint(text.length).raw(text);
        }
        if (!allKept) {
            body.raw(bitmap(kept));
        }
        byte[] bytes = body.raw(payload.bytes()).written();
        return new Bytes().u8(MARK).varint(bytes.length).raw(bytes).checksum().written();
    }

    /** Reads an image whose checksum is right. */
    static ImageRecord decoded(byte[] bytes, PatchFormat format) throws IOException {
        Bytes in = new Bytes(bytes, 1);
        in.varint();
        int end = bytes.length - CHECKSUM_BYTES;
        int flags = in.u8();
        int id = in.count(Integer.MAX_VALUE);
        long label = format.labelled() ? in.signed() : 0;
        String key = key(in, flags >> KEY_SHIFT, id, label, format);
        int patches = format.grid().size();
        boolean[] kept = new boolean[patches];
        if ((flags & ALL_KEPT) != 0) {
            Arrays.fill(kept, true);
        } else {
            setPatches(kept, in.raw((patches + 7) / 8));
        }
        byte[] payload = in.raw(end - in.position());
        return new ImageRecord(
                id,
                key,
                label,
                (flags & COLOR) == 0 ? 1 : 3,
                kept,
                new Payload(flags >> VARIANT_SHIFT & VARIANTS - 1, payload));
    }

    private static String key(Bytes in, int form, int id, long label, PatchFormat format) throws IOException {
        return switch (form) {
            case NUMBER -> Integer.toString(id);
            case IN_CLASS -> folder(label, format) + in.text(in.count(Integer.MAX_VALUE));
            case WHOLE -> in.text(in.count(Integer.MAX_VALUE));
            default -> throw new IOException("there is no form " + form + " of keys");
        };
    }

    int keptCount() {
        int count = 0;
        for (boolean patch : kept) {
            count += patch ? 1 : 0;
        }
        return count;
    }

    /** Returns the patches as bits, patch i at bit i % 8 of byte i / 8, the lowest bit first. */
    private static byte[] bitmap(boolean[] kept) {
        byte[] bitmap = new byte[(kept.length + 7) / 8];
        for (int i = 0; i < kept.length; i++) {
            bitmap[i / 8] |= (byte) ((kept[i] ? 1 : 0) << i % 8);
        }
        return bitmap;
    }

    private static void setPatches(boolean[] kept, byte[] bitmap) {
        for (int i = 0; i < kept.length; i++) {
            kept[i] = (bitmap[i / 8] >> i % 8 & 1) != 0;
        }
    }
}
