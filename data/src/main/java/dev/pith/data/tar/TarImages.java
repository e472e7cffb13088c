package dev.pith.data.tar;

import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.image.ImageDecoder;
import dev.pith.data.image.ImageNotes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images of an archive. */
final class TarImages implements ImageSource {
    private final WebDataset archive;
    private final ImageNotes notes = new ImageNotes();

    TarImages(WebDataset archive) {
        this.archive = archive;
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
    public Image image(int id) {
        Member member = member(id);
        return ImageDecoder.decode(
                archive.content(member), key(id) + "." + member.extension() + " in " + name(), notes);
    }

    @Override
    public Encoded encoded(int id) {
        Member member = member(id);
        return new Encoded(archive.content(member), member.extension());
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    private Member member(int id) {
        return archive.samples().get(id).image().orElseThrow();
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
