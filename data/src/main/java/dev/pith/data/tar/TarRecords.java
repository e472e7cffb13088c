package dev.pith.data.tar;

import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.record.RecordText;
import java.util.List;
import java.util.Optional;

/** The {@code .json} members of an archive. */
final class TarRecords implements RecordSource {
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
        return archive.content(archive.samples().get(id).record().orElseThrow());
    }

    @Override
    public String text(int id) {
        return text.of(record(id), key(id) + ".json in " + name());
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
