package dev.pith.data.tar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One sample of an archive, with its members in the order of the archive.
 *
 * @param all what is known of it and the others
 * @param id its position among them
 */
record TarSample(TarSamples all, int id) {
    static final String RECORD = "json";

    /** Takes a member in, unless one of its name is there. */
    boolean add(Member member) {
        if (member(member.field()).isPresent()) {
            return false;
        }
        all.addMember(id, member);
        return true;
    }

    /** Notes what its label member says. */
    void label(String text) {
        all.label(id, text);
    }

    /** Notes which member is its image. */
    void image(Member member) {
        int number = all.first(id);
        while (!all.member(number).field().equals(member.field())) {
            number = all.next(number);
        }
        all.image(id, number);
    }

    String key() {
        return all.key(id);
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>(3);
        for (int number = all.first(id); number >= 0; number = all.next(number)) {
            members.add(all.member(number));
        }
        return members;
    }

    Optional<Member> member(String field) {
        return members().stream().filter(member -> member.field().equals(field)).findFirst();
    }

    Optional<Member> image() {
        int number = all.image(id);
        return number < 0 ? Optional.empty() : Optional.of(all.member(number));
    }

    Optional<Member> record() {
        return member(RECORD);
    }

    /** Returns the content of its label member, nothing when it is not there or empty. */
    Optional<String> label() {
        return Optional.ofNullable(all.label(id)).filter(text -> !text.isEmpty());
    }

    /** Returns what its members are called, for messages. */
    String fields() {
        return members().stream().map(Member::field).collect(Collectors.joining(", "));
    }
}
