package dev.pith.data.tar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of one sample, in the order of the archive. */
final class TarSample {
    static final String RECORD = "json";

    private final String key;
    private final List<Member> members = new ArrayList<>(3);
    private @Nullable Member image;
    private @Nullable String label;

    TarSample(String key) {
        this.key = key;
    }

    /** Takes a member in, unless one of its name is there. */
    boolean add(Member member) {
        return member(member.field()).isEmpty() && members.add(member);
    }

    /** Notes what its label member says. */
    void label(String text) {
        label = text;
    }

    /** Notes which member is its image. */
    void image(Member member) {
        image = member;
    }

    String key() {
        return key;
    }

    List<Member> members() {
        return members;
    }

    Optional<Member> member(String field) {
        return members.stream().filter(member -> member.field().equals(field)).findFirst();
    }

    Optional<Member> image() {
        return Optional.ofNullable(image);
    }

    Optional<Member> record() {
        return member(RECORD);
    }

    /** Returns the content of its label member, nothing when it is not there or empty. */
    Optional<String> label() {
        return Optional.ofNullable(label).filter(text -> !text.isEmpty());
    }

    /** Returns what its members are called, for messages. */
    String fields() {
        return members.stream().map(Member::field).collect(Collectors.joining(", "));
    }
}
