package dev.pith.torch.checkpoint;

import dev.pith.torch.checkpoint.Globals.Global;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Python's pickles, protocols 2 to 5, as data. A pickle is a program for a small stack machine; this one knows
 * the instructions that {@code torch.save} writes and refuses the others, and names of classes and functions mean what
 * {@link Globals} says and nothing else: what is made of other names is a {@link Foreign}, whatever is done to it.
 * Lengths are held against the bytes that are there before anything is allocated.
 *
 * <p>Python's values become {@code null}, {@link Boolean}, {@link Long}, {@link BigInteger}, {@link Double},
 * {@link String}, {@code byte[]}, {@code Object[]} (tuple), {@link ArrayList} (list, set), {@link LinkedHashMap}
 * (dictionary, in order). Libraries that read pickles look names up in registries that anybody may extend, call what
 * they find by reflection, believe lengths, and forget the order of dictionaries.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">the instructions</a>
 */
final class Pickle {
    private final ByteBuffer in;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, @Nullable Object> memo = new HashMap<>();

    private final Map<String, DType> storages;
    private final Set<String> foreign;

    private Pickle(ByteBuffer in, Map<String, DType> storages, Set<String> foreign) {
        this.in = in;
        this.storages = storages;
        this.foreign = foreign;
    }

    /**
     * Returns the value of the pickle at the buffer's position, and leaves the position behind it.
     *
     * @param storages is told the storages that the pickle refers to
     * @param foreign is told the names that are not known
     */
    static @Nullable Object read(ByteBuffer in, Map<String, DType> storages, Set<String> foreign) throws IOException {
        return new Pickle(in, storages, foreign).run();
    }

    private @Nullable Object run() throws IOException {
        while (true) {
            int instruction = unsigned(1);
            switch (instruction) {
                case '.' -> {
                    return pop();
                }
                case 0x80 -> protocol(); // PROTO
                case 0x95 -> take(Long.BYTES); // FRAME
                    // Numbers and text
                case 'N' -> stack.add(null);
                case 0x88 -> stack.add(true);
                case 0x89 -> stack.add(false);
                case 'J' -> stack.add((long) take(Integer.BYTES).getInt());
                case 'K' -> stack.add((long) unsigned(1));
                case 'M' -> stack.add((long) unsigned(2));
                case 'G' -> stack.add(
                        take(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble());
                case 0x8a -> stack.add(integer(bytes(unsigned(1)))); // LONG1
                case 'U' -> stack.add(text(unsigned(1)));
                case 'T', 'X' -> stack.add(text(unsignedInt()));
                case 0x8c -> stack.add(text(unsigned(1)));
                case 0x8d -> stack.add(text(take(Long.BYTES).getLong()));
                case 'C' -> stack.add(bytes(unsigned(1)));
                case 'B' -> stack.add(bytes(unsignedInt()));
                case 0x8e, 0x96 -> stack.add(bytes(take(Long.BYTES).getLong()));
                    // Containers
                case '(' -> marks.push(stack.size());
                case ')' -> stack.add(new Object[0]);
                case 0x85 -> stack.add(popTuple(1));
                case 0x86 -> stack.add(popTuple(2));
                case 0x87 -> stack.add(popTuple(3));
                case 't', 0x91 -> stack.add(popToMark()); // TUPLE, FROZENSET
                case ']', 0x8f -> stack.add(new ArrayList<>()); // EMPTY_LIST, EMPTY_SET
                case 'a' -> append(popTuple(1));
                case 'e', 0x90 -> append(popToMark()); // APPENDS, ADDITEMS
                case '}' -> stack.add(new LinkedHashMap<>());
                case 's' -> put(popTuple(2));
                case 'u' -> put(popToMark());
                    // What was seen before
                case 'q' -> memo.put((long) unsigned(1), top());
                case 'r' -> memo.put(unsignedInt(), top());
                case 0x94 -> memo.put((long) memo.size(), top());
                case 'h' -> stack.add(remembered(unsigned(1)));
                case 'j' -> stack.add(remembered(unsignedInt()));
                    // Names, and what they make
                case 'c' -> stack.add(named(line(), line()));
                case 0x93 -> stack.add(namedOnStack());
                case 'R', 0x81 -> stack.add(call(popTuple(2))); // REDUCE, NEWOBJ
                case 0x92 -> callWithNames(); // NEWOBJ_EX
                case 'b' -> build();
                case 'Q' -> stack.add(storage(pop()));
                case 'i' -> throw unknown(instruction, named(line(), line())); // INST
                default -> throw unknown(instruction, null);
            }
        }
    }

    private static DamagedFile unknown(int instruction, @Nullable Object named) {
        return new DamagedFile(String.format(
                "has a pickle with the instruction 0x%02x%s, which no checkpoint needs",
                instruction, named == null ? "" : " for " + named));
    }

    private void protocol() throws IOException {
        int protocol = unsigned(1);
        if (protocol < 2 || protocol > 5) {
            throw new DamagedFile("has a pickle of protocol " + protocol + ", expected 2 to 5");
        }
    }

    /** Returns the next bytes as a buffer of their own. */
    private ByteBuffer take(long length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw new DamagedFile("is truncated: its pickle ends early");
        }
        ByteBuffer taken = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + (int) length);
        return taken;
    }

    private byte[] bytes(long length) throws IOException {
        ByteBuffer taken = take(length);
        byte[] bytes = new byte[taken.remaining()];
        taken.get(bytes);
        return bytes;
    }

    private int unsigned(int length) throws IOException {
        ByteBuffer taken = take(length);
        return length == 1 ? taken.get() & 0xff : taken.getShort() & 0xffff;
    }

    private long unsignedInt() throws IOException {
        return Integer.toUnsignedLong(take(Integer.BYTES).getInt());
    }

    private String text(long length) throws IOException {
        return StandardCharsets.UTF_8.decode(take(length)).toString();
    }

    private String line() throws IOException {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                String line = text(i - in.position());
                take(1);
                return line;
            }
        }
        throw new DamagedFile("is truncated: its pickle ends early");
    }

    private static Object integer(byte[] littleEndian) {
        byte[] bytes = new byte[littleEndian.length + 1]; // the first, for the sign, stays 0 when there are no others
        for (int i = 0; i < littleEndian.length; i++) {
            bytes[bytes.length - 1 - i] = littleEndian[i];
        }
        bytes[0] = (byte) (bytes.length > 1 && bytes[1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(bytes);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private @Nullable Object top() throws IOException {
        requireOnStack(1);
        return stack.get(stack.size() - 1);
    }

    private @Nullable Object pop() throws IOException {
        requireOnStack(1);
        return stack.remove(stack.size() - 1);
    }

    private @Nullable Object[] popTuple(int size) throws IOException {
        requireOnStack(size);
        return popFrom(stack.size() - size);
    }

    private @Nullable Object[] popToMark() throws IOException {
        if (marks.isEmpty()) {
            throw confused();
        }
        return popFrom(marks.pop());
    }

    private @Nullable Object[] popFrom(int begin) {
        List<@Nullable Object> items = stack.subList(begin, stack.size());
        @Nullable Object[] popped = items.toArray();
        items.clear();
        return popped;
    }

    private void requireOnStack(int size) throws IOException {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (stack.size() - floor < size) {
            throw confused();
        }
    }

    static DamagedFile confused() {
        return new DamagedFile("has a pickle that makes no sense");
    }

    private @Nullable Object remembered(long index) throws IOException {
        if (!memo.containsKey(index)) {
            throw confused();
        }
        return memo.get(index);
    }

    @SuppressWarnings("unchecked") // lists are made here only, of anything
    private void append(@Nullable Object[] items) throws IOException {
        if (top() instanceof Foreign) {
            return;
        }
        if (!(top() instanceof List)) {
            throw confused();
        }
        Collections.addAll((List<@Nullable Object>) top(), items);
    }

    @SuppressWarnings("unchecked") // maps are made here and by Globals, of anything
    private void put(@Nullable Object[] items) throws IOException {
        if (top() instanceof Foreign) {
            return;
        }
        if (!(top() instanceof Map)) {
            throw confused();
        }
        putAll((Map<@Nullable Object, @Nullable Object>) top(), items);
    }

    /** Puts keys and values, which take turns. */
    static void putAll(Map<@Nullable Object, @Nullable Object> map, @Nullable Object[] items) throws IOException {
        if (items.length % 2 != 0) {
            throw confused();
        }
        for (int i = 0; i < items.length; i += 2) {
            if (items[i] instanceof List || items[i] instanceof Map) { // Python refuses them too; one may hold itself
                throw confused();
            }
            map.put(items[i], items[i + 1]);
        }
    }

    private Object named(String module, String name) throws IOException {
        Object found = Globals.find(module, name);
        if (found instanceof Foreign unknown) {
            foreign.add(unknown.name());
        }
        return found;
    }

    private Object namedOnStack() throws IOException {
        @Nullable Object[] names = popTuple(2);
        if (names[0] instanceof String module && names[1] instanceof String name) {
            return named(module, name);
        }
        throw confused();
    }

    private Object storage(@Nullable Object identifier) throws IOException {
        if (identifier instanceof Object[] parts && parts.length > 1 && parts[1] instanceof Foreign rareType) {
            return rareType;
        }
        StorageReference storage = StorageReference.of(identifier);
        storages.put(storage.key(), storage.type());
        return storage;
    }

    private static @Nullable Object call(@Nullable Object[] functionAndArguments) throws IOException {
        if (functionAndArguments[1] instanceof Object[] arguments) {
            if (functionAndArguments[0] instanceof Global function) {
                return function.maker().make(arguments);
            }
            if (functionAndArguments[0] instanceof Foreign unknown) {
                return unknown;
            }
        }
        throw confused();
    }

    private void callWithNames() throws IOException {
        pop();
        stack.add(call(popTuple(2)));
    }

    /** Drops the attributes of an object: none is a tensor of a state dict. */
    private void build() throws IOException {
        pop();
        top();
    }
}
