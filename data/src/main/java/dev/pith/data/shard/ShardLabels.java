package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.LabelsBuilder;
import dev.pith.data.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

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
        return Optional.of(together(parts, shards));
    }

    private static PithException differ(
            Shard<?> first, Shard<?> other, boolean otherHas, String present, String absent) {
        return new PithException((otherHas ? other : first).file() + " has " + present + " and "
                + (otherHas ? first : other).file() + " has " + absent + "; all files of a source must agree in that");
    }

    private static Labels together(List<Labels> parts, List<? extends Shard<?>> shards) {
        List<String> first = parts.get(0).names();
        if (!parts.stream().allMatch(part -> part.names().equals(first))) {
            return byName(parts, "the label of " + shards.get(0).file() + " and the files beside it");
        }
        long[] values = new long[shards.get(shards.size() - 1).end()];
        BitSet unlabelled = new BitSet();
        for (int i = 0; i < parts.size(); i++) {
            int start = shards.get(i).start();
            System.arraycopy(
                    parts.get(i).values(), 0, values, start, parts.get(i).values().length);
            parts.get(i).unlabelled().stream().forEach(id -> unlabelled.set(start + id));
        }
        return new Labels(values, first, unlabelled);
    }

    /** Orders classes as those of one file are. */
    private static Labels byName(List<Labels> parts, String where) {
        LabelsBuilder labels = new LabelsBuilder(where);
        for (Labels part : parts) {
            for (int id = 0; id < part.values().length; id++) {
                String name = part.name(id);
                if (name == null) {
                    labels.addAbsent();
                } else {
                    labels.add(name);
                }
            }
        }
        return labels.build();
    }
}
