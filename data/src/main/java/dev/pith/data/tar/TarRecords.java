package dev.pith.data.tar;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.MemberSource;
import dev.pith.data.RecordSource;
import dev.pith.data.record.RecordText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The {@code .json} members of an archive. */
final class TarRecords implements RecordSource, MemberSource {
    private final WebDataset archive;
    private final RecordText text;

    TarRecords(WebDataset archive, RecordText text) {
        this.archive = archive;
        this.text = text;
    }

    @Override
    public String name() {
        return archive.file().toString();
    }

    @Override
    public int size() {
        return archive.samples().size();
    }

    @Override
    public String key(int id) {
        return archive.samples().get(id).key();
    }

    @Override
    public Optional<Labels> labels() {
        return archive.labels();
    }

    @Override
    public byte[] record(int id) {
        TarSample sample = archive.samples().get(id);
        return archive.content(sample.record()
                .orElseThrow(() -> new PithException("sample '" + sample.key() + "' of " + name()
                        + " has no .json (its members are " + sample.fields() + "); give it one")));
    }

    @Override
    public String text(int id) {
        archive.requireLabel(id);
        return text.of(record(id), key(id) + ".json in " + name());
    }

    @Override
    public Map<String, byte[]> members(int id) {
        return archive.members(id);
    }

    @Override
    public SortedSet<String> unread() {
        return archive.unread(TarSample::record);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(List.of(archive.file()));
    }

    @Override
    public void close() {
        archive.close();
    }
}
