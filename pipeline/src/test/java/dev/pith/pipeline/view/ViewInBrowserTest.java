package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pith.npy.Npy;
import dev.pith.pipeline.Chromium;
import dev.pith.pipeline.Photos;
import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.sample.Budget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one: a person loads it, circles, slides, marks, saves and comes again. */
class ViewInBrowserTest {
    private static final String READY = "document.documentElement?.dataset.ready === 'yes'";
    private static final String BY_NEIGHBOURS = "document.getElementById('places').value === 'neighbors'"
            + " && document.getElementById('map-note').textContent.includes('UMAP')";
    private static final int ARROW_RIGHT = 39;
    private static final int END = 35;

    @TempDir
    private Path folder;

    private Path run;

    @Test
    void aPersonFindsMarksAndSaves() throws Exception {
        run = folder.resolve("run");
        Path photos = Photos.write(folder, 60);
        try (Session session = Session.open(run, Messages.NONE)) {
            Quantization.of(photos.toString())
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .sample(Budget.parse("24"))
                    .perform(session);
        }
        try (Chromium page = Chromium.start(folder.resolve("profile"));
                ViewServer server = ViewServer.start(run, List.of(), 0, WorkSettings.DEFAULT, Messages.NONE)) {
            page.send("Page.navigate", Map.of("url", server.address().toString()));
            page.await(READY);
            assertThat(counts(page)).startsWith("24 of 120 kept (20.0 %)");
            page.await("[...document.querySelectorAll('.tile img')].some(image => image.naturalWidth === 8)");

            circlesTheUpperHalfOfTheMap(page);
            page.value("document.getElementById('circled-out').click()");
            int out = number(page, "/([\\d,]+) left out/");
            assertThat(out).isBetween(1, 119);
            assertThat(out)
                    .isEqualTo(page.value("parseInt(document.getElementById('circled-text').textContent)")
                            .intValue());
            page.type("z");
            assertThat(counts(page)).doesNotContain("left out");

            slidesTo(page, 40);
            marksByKeys(page);
            likensToOneSampleAndToAnother(page);
            looksAtTheMapByNeighbours(page);
            findsNearDuplicates(page);
            String before = counts(page);
            saves(page);
            comparesWhatIsSavedWithWhatIsMarked(page);

            page.value("location.reload()");
            page.await("performance.getEntriesByType('navigation')[0].type === 'reload' && " + READY);
            assertThat(counts(page)).isEqualTo(before);
            page.await(BY_NEIGHBOURS);
            saysThatTheRunHasChanged(page);
            fitsANarrowScreen(page);
            assertThat(page.faults()).isEmpty();
        }
    }

    private static String counts(Chromium page) throws Exception {
        return page.value("document.getElementById('counts').textContent").textValue();
    }

    private static int number(Chromium page, String pattern) throws Exception {
        return page.value("Number((document.getElementById('counts').textContent.match(" + pattern
                        + ") || [0, '0'])[1].replace(',', ''))")
                .intValue();
    }

    private static void circlesTheUpperHalfOfTheMap(Chromium page) throws Exception {
        JsonNode box = page.value("(() => { const b = document.getElementById('map').getBoundingClientRect();"
                + " return [b.left, b.top, b.width, b.height]; })()");
        double[][] corners = {{0.01, 0.01}, {0.99, 0.01}, {0.99, 0.5}, {0.01, 0.5}, {0.01, 0.05}};
        for (int k = 0; k < corners.length; k++) {
            double x = box.get(0).doubleValue() + corners[k][0] * box.get(2).doubleValue();
            double y = box.get(1).doubleValue() + corners[k][1] * box.get(3).doubleValue();
            page.mouse(k == 0 ? "mousePressed" : k + 1 < corners.length ? "mouseMoved" : "mouseReleased", x, y);
        }
        page.await("!document.getElementById('circled').hidden");
    }

    private static void slidesTo(Chromium page, int keep) throws Exception {
        page.value("(() => { const keep = document.getElementById('keep'); keep.value = " + keep
                + "; keep.dispatchEvent(new Event('input')); })()");
        assertThat(counts(page)).startsWith(keep + " of 120 kept");
    }

    private static void marksByKeys(Chromium page) throws Exception {
        page.type("l");
        page.press("ArrowRight", ARROW_RIGHT);
        page.press("ArrowRight", ARROW_RIGHT);
        page.type("x");
        assertThat(counts(page)).contains("1 left out");
        page.await(
                "document.getElementById('why')?.textContent.startsWith('Left out by hand: 2nd of 120 in the draw.')");
        page.await("document.querySelectorAll('.near button').length === 12");
        page.press("ArrowRight", ARROW_RIGHT);
        page.type("k");
        assertThat(counts(page)).contains("40 of 120 kept", "1 kept in any case");
    }

    /** Card, order and colours ask for the same numbers, once, and follow the sample, light and dark. */
    private static void likensToOneSampleAndToAnother(Chromium page) throws Exception {
        page.value("performance.clearResourceTimings()");
        page.press("ArrowRight", ARROW_RIGHT);
        page.await("document.querySelectorAll('.near button').length === 12");
        page.type("w");
        page.await("!document.getElementById('similar').hidden");
        String first = page.value("document.getElementById('similar-text').textContent")
                .textValue();
        chooses(page, "colour", "similar");
        page.await("document.querySelector('#legend .ramp') !== null");
        String legend =
                page.value("document.getElementById('legend').textContent").textValue();
        page.press("End", END);
        page.type("w");
        page.await("document.getElementById('similar-text').textContent !== '" + first + "'");
        page.await("document.getElementById('legend').textContent !== '" + legend + "'");
        assertThat(page.value("performance.getEntriesByType('resource').map(entry => entry.name)"
                        + ".filter(name => name.includes('/similar/')).sort()"))
                .hasSizeBetween(2, 3)
                .doesNotHaveDuplicates();

        chooses(page, "colour", "bin");
        String swatch = "document.querySelector('#legend .swatch').style.background";
        page.await(swatch + " === 'rgb(31, 79, 168)'");
        for (String[] scheme : new String[][] {{"dark", "rgb(91, 143, 240)"}, {"light", "rgb(31, 79, 168)"}}) {
            page.send(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme[0]))));
            page.await(swatch + " === '" + scheme[1] + "'");
        }
        chooses(page, "sort", "order");
    }

    private static void looksAtTheMapByNeighbours(Chromium page) throws Exception {
        String drawn = "document.getElementById('map').toDataURL()";
        page.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"); // is drawn by now
        String before = page.value(drawn).textValue();
        page.type("p");
        page.await(BY_NEIGHBOURS);
        page.await(drawn + " !== '" + before + "'");
        page.type("p");
        page.await(drawn + " === '" + before + "'");
        page.type("p");
        page.await(BY_NEIGHBOURS);
    }

    private static void chooses(Chromium page, String select, String value) throws Exception {
        page.value("(() => { const select = document.getElementById('" + select + "'); select.value = '" + value
                + "'; select.dispatchEvent(new Event('change')); })()");
    }

    private static void findsNearDuplicates(Chromium page) throws Exception {
        chooses(page, "class", "1");
        page.type("n");
        page.await("!document.getElementById('pairs').hidden");
        page.value("(() => { const many = document.getElementById('pairs-many'); many.value = 3;"
                + " many.dispatchEvent(new Event('input')); })()");
        assertThat(page.value("document.getElementById('pairs-text').textContent")
                        .textValue())
                .startsWith("3 pairs, cosine 0.");
        page.value("document.getElementById('pairs-out').click()");
        assertThat(number(page, "/([\\d,]+) left out/")).isBetween(2, 4);
        page.type("n");
        page.await("document.getElementById('pairs').hidden");
    }

    private void saves(Chromium page) throws Exception {
        page.value("document.getElementById('name').value = 'looked'");
        page.value("document.querySelector('#save button').click()");
        page.await("document.getElementById('message').textContent.includes('ids saved in')");
        long[] saved = Npy.readLongs(run.resolve("selection-looked.npy"));
        Path list = run.resolve("exclude-looked.txt");
        assertThat(saved).hasSize(40).doesNotHaveDuplicates();
        assertThat(Files.readAllLines(list)).hasSize(number(page, "/([\\d,]+) left out/"));
        Path kept = Files.writeString(folder.resolve("kept.txt"), saved[0] + "\n"); // what is kept in any case is first
        try (Session session = Session.open(run, Messages.NONE)) {
            SampleSettings own = SampleSettings.keeping(Budget.parse("40"), 0);
            SampleSettings likewise = new SampleSettings(own.keep(), null, kept, list, own.bins(), 0);
            new SampleStep(session, likewise).perform();
        }
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).isEqualTo(saved);
    }

    private static void comparesWhatIsSavedWithWhatIsMarked(Chromium page) throws Exception {
        page.type("l");
        page.type("v");
        page.await("document.getElementById('comparison').open");
        assertThat(page.value("document.getElementById('overlap').textContent").textValue())
                .startsWith("40 samples are in both, 0 in A alone, 0 in B alone: 100 %");
        assertThat(page.value("document.querySelectorAll('#overlap-table tbody tr').length")
                        .intValue())
                .as("all, two classes, ten bins")
                .isEqualTo(13);
        assertThat(page.value("document.getElementById('evaluated').hidden").booleanValue())
                .isTrue();
        page.value("document.getElementById('take-first').click()");
        assertThat(counts(page)).startsWith("40 of 120 kept");
        page.type("z");
    }

    /** The run's own selection was drawn anew just before. */
    private static void saysThatTheRunHasChanged(Chromium page) throws Exception {
        page.await("document.getElementById('message').textContent.includes('has been changed by another command')");
        page.value("window.before = true");
        page.type("r");
        page.await("window.before === undefined && " + READY);
        page.await("fetch('state').then(answer => answer.json()).then(state => state.reading === 1 && !state.changed)");
    }

    private static void fitsANarrowScreen(Chromium page) throws Exception {
        page.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 400, "height", 800, "deviceScaleFactor", 1, "mobile", true));
        for (String tab : List.of("map", "card", "list")) {
            page.value("document.querySelector('#tabs [data-tab=" + tab + "]').click()");
            assertThat(page.value("document.documentElement.scrollWidth").intValue())
                    .isEqualTo(400);
            page.await("document.getElementById('" + tab + "-part').clientHeight > 300");
        }
        page.value("document.querySelector('.tile').click()");
        page.await("document.body.dataset.tab === 'card'");
    }
}
