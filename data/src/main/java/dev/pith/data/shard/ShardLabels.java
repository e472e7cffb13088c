package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.CodePointOrder;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Puts the labels of several files together: integers as they are, classes by their names. */
final class ShardLabels {
    private ShardLabels() {}

    /**
     * Returns the labels of all samples; nothing when no file has any.
     *
     * @throws PithException when some files have labels, or class names, and others have none
     */
    static <S extends Source> Optional<Labels> of(List<Shard<S>> shards) {
        Shard<S> first = shards.get(0);
        List<Labels> parts = new ArrayList<>();
        for (Shard<S> shard : shards) {
            Optional<Labels> labels = shard.source().labels();
            if (labels.isPresent() != first.source().labels().isPresent()) {
                throw differ(first, shard, labels.isPresent(), "labels", "no labels");
            }
            labels.ifPresent(parts::add);
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        boolean names = !parts.get(0).names().isEmpty();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).names().isEmpty() == names) {
                throw differ(first, shards.get(i), !names, "labels that are names", "labels that are numbers");
            }
        }
        return Optional.of(together(parts));
    }

    private static PithException differ(
            Shard<?> first, Shard<?> other, boolean otherHas, String present, String absent) {
        return new PithException((otherHas ? other : first).file() + " has " + present + " and "
                + (otherHas ? first : other).file() + " has " + absent + "; all files of a source must agree in that");
    }

    private static Labels together(List<Labels> parts) {
        List<String> first = parts.get(0).names();
        boolean same = parts.stream().allMatch(part -> part.names().equals(first));
        List<String> names = same ? first : union(parts);
        long[] values = parts.stream()
                .flatMapToLong(part -> same ? LongStream.of(part.values()) : renumbered(part, names))
                .toArray();
        return new Labels(values, names);
    }

    private static List<String> union(List<Labels> parts) {
        TreeSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        parts.forEach(part -> names.addAll(part.names()));
        return List.copyOf(names);
    }

    private static LongStream renumbered(Labels part, List<String> names) {
        int[] numbers = part.names().stream().mapToInt(names::indexOf).toArray();
        return LongStream.of(part.values()).map(label -> numbers[(int) label]);
    }
}
