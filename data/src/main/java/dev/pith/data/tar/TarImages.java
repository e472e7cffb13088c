package dev.pith.data.tar;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.MemberSource;
import dev.pith.data.image.ImageDecoder;
import dev.pith.data.image.ImageNotes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The images of an archive. */
final class TarImages implements ImageSource, MemberSource {
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
        return imageFor(id, Integer.MAX_VALUE, Integer.MAX_VALUE).image();
    }

    @Override
    public Reduced imageFor(int id, int width, int height) {
        archive.requireLabel(id);
        Member member = member(id);
        String where = key(id) + "." + member.field() + " in " + name();
        return ImageDecoder.decodeFor(archive.content(member), where, notes, width, height);
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
        TarSample sample = archive.samples().get(id);
        return sample.image()
                .orElseThrow(() -> new PithException("sample '" + sample.key() + "' of " + name()
                        + " has no image (its members are " + sample.fields() + "); give it one"));
    }

    @Override
    public Map<String, byte[]> members(int id) {
        return archive.members(id);
    }

    @Override
    public SortedSet<String> unread() {
        return archive.unread(TarSample::image);
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
