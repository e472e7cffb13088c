package dev.pith.data.image;

import dev.pith.IntSort;
import dev.pith.data.CodePointOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Files as image folders order them: by folder, then by name, both by code point. A folder may hold a million, so an
 * entry is made when it is asked for. Names lie side by side as UTF-8, whose bytes have the order of code points.
 */
final class FileList extends AbstractList<FolderWalk.Entry> implements RandomAccess {
    private final List<String> folders = new ArrayList<>();
    private byte[] names = new byte[1024];
    private int[] folder = new int[64];
    private int[] end = new int[64]; // of a file's name; it begins where that of the file before ends
    private long[] bytes = new long[64];
    private long[] modifiedMillis = new long[64];
    private int size;
    private int[] order = {};

    /** Takes in a file, as the last one until {@link #sort}. */
    void add(String inFolder, String name, long ofBytes, long modified) {
        if (folders.isEmpty() || !folders.get(folders.size() - 1).equals(inFolder)) {
            folders.add(inFolder);
        }
        if (size == end.length) {
            folder = Arrays.copyOf(folder, size * 2);
            end = Arrays.copyOf(end, size * 2);
            bytes = Arrays.copyOf(bytes, size * 2);
            modifiedMillis = Arrays.copyOf(modifiedMillis, size * 2);
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int start = start(size);
        int stop = Math.addExact(start, utf8.length);
        if (stop > names.length) {
            names = Arrays.copyOf(names, Math.max(stop, names.length * 2));
        }
        System.arraycopy(utf8, 0, names, start, utf8.length);
        folder[size] = folders.size() - 1;
        end[size] = stop;
        bytes[size] = ofBytes;
        modifiedMillis[size++] = modified;
    }

    /** Puts all files in order. */
    void sort() {
        order = new int[size];
        Arrays.setAll(order, file -> file);
        IntSort.sort(order, this::compare);
    }

    private int compare(int a, int b) {
        int byFolder = folder[a] == folder[b]
                ? 0
                : CodePointOrder.INSTANCE.compare(folders.get(folder[a]), folders.get(folder[b]));
        return byFolder != 0 ? byFolder : Arrays.compareUnsigned(names, start(a), end[a], names, start(b), end[b]);
    }

    private int start(int file) {
        return file == 0 ? 0 : end[file - 1];
    }

    @Override
    public int size() {
        return order.length;
    }

    @Override
    public FolderWalk.Entry get(int position) {
        int file = order[position];
        String name = new String(names, start(file), end[file] - start(file), StandardCharsets.UTF_8);
        return new FolderWalk.Entry(folders.get(folder[file]), name, bytes[file], modifiedMillis[file]);
    }
}
