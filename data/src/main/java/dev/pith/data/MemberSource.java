package dev.pith.data;

import java.util.Map;
import java.util.SortedSet;

/** A source whose samples are groups of files, of which only some are looked at. */
public interface MemberSource extends Source {
    /** Returns the content of all files of a sample by what they are called after the sample's name, in their order. */
    Map<String, byte[]> members(int id);

    /** Returns what those files are called that neither an image nor a record nor a label is read from. */
    SortedSet<String> unread();
}
