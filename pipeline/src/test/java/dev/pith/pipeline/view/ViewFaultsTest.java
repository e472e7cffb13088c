package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.sample.Budget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the server of a view refuses, and what it says when run, source or port are not as they should be. */
class ViewFaultsTest extends ServedRun {
    @ParameterizedTest
    @CsvSource({
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example:80",
        "Host: 127.0.0.1",
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    })
    void othersAreRefused(String header) throws IOException {
        assertThat(Asked.get(page, "state", header).status()).isEqualTo(403);
        byte[] one = Asked.selection(new int[] {1}, new int[0]);
        Asked saving = Asked.post(page, "save/" + samples + "/mine", one, header);
        assertThat(saving.status()).isEqualTo(403);
        assertThat(run.resolve("selection-mine.npy")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/state", "/wrong/", "/wrong/state"})
    void nobodyIsHeardWithoutTheToken(String path) throws IOException {
        assertThat(Asked.get(page, path).status()).isEqualTo(403);
        assertThat(Asked.get(page, path).text()).contains("lacks the token");
    }

    @Test
    void whoKnowsTheAddressIsHeard() throws IOException {
        String own = "http://" + page.getAuthority();
        assertThat(Asked.get(page, "state", "Origin: " + own, "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(Asked.get(page, "state", "Host: localhost:" + page.getPort()).status())
                .isEqualTo(200);
        assertThat(Asked.get(page, "", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .as("a link in a terminal that is a page")
                .isEqualTo(200);
        assertThat(Asked.send(page, "PUT", "state", new byte[0], 0).status()).isEqualTo(405);
    }

    @Test
    void tokensDiffer() {
        try (ViewServer other = ViewServer.start(run, List.of(), 0, WorkSettings.DEFAULT, Messages.NONE)) {
            assertThat(other.address().getPath()).isNotEqualTo(page.getPath()).hasSizeGreaterThan(30);
        }
    }

    @Test
    void aRunThatChangesMeanwhileIsSaidAndReadAnewWhenAsked() throws IOException {
        assertThat(json("state").get("changed").textValue()).isEmpty();
        try (Session session = Session.open(run, Messages.NONE)) {
            new SampleStep(session, SampleSettings.keeping(Budget.parse("30"), 1)).perform();
        }
        assertThat(json("state").get("changed").textValue()).startsWith("pith");
        assertThat(json("0/run").get("kept").intValue()).as("as it was").isEqualTo(12);
        assertThat(save("old", new int[] {1}).status()).as("ids mean the same").isEqualTo(200);

        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);

        assertThat(json("state").get("changed").textValue()).isEmpty();
        assertThat(json("1/run").get("kept").intValue()).isEqualTo(30);
        Asked late = Asked.get(page, "0/run");
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.text()).contains("read anew in another window");
    }

    @Test
    void aRunThatIsGoneIsSaid() throws IOException {
        deleteRun();
        assertThat(Asked.get(page, "state").text()).contains("the run is not there any more");
    }

    @Test
    void cardsOfASourceThatMovedSaySo() throws IOException {
        Files.move(photos, folder.resolve("elsewhere"));
        Asked thumb = Asked.get(page, "0/thumb/3");
        assertThat(thumb.status()).isEqualTo(404);
        assertThat(json("0/card/3").get("missing").textValue()).contains("cat/06.png");

        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);
        assertThat(json("1/run").get("notes").get(0).textValue())
                .contains("the source of this run is not there any more");
        assertThat(json("1/card/3").get("missing").textValue()).contains("not there any more");
        assertThat(json("1/run").get("similarity").textValue())
                .as("the map is of the features")
                .isEqualTo("cosine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duplicates.csv | id,key,of,of_key,similarity | 1,a,0,b,0.9 | x,a,0,b,0.9   | row 2: For input string",
                "duplicates.csv | id,key,of,of_key,similarity | 1,a,0,b,0.9 | 2,a,0,b,near  | row 2: For input string",
                "duplicates.csv | id,key,of,of_key,similarity | 1,a,0,b,0.9 | 60,a,0,b,0.9  | row 2: there is no sample 60",
                "skipped.csv    | id,key,reason               | 1,a,broken  | -1,a,broken   | row 2: there is no sample -1",
                "skipped.csv    | id,key,reason               | 1,a,broken  | 2,a           | row 2 has 2 fields",
            })
    void aListThatSomebodyEditedIsNotShownAndSaysWhy(String file, String header, String good, String edited, String why)
            throws IOException {
        Files.writeString(run.resolve(file), header + "\n" + good + "\n");
        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);
        assertThat(json("1/card/1").get("remarks")).hasSize(1);

        Files.writeString(run.resolve(file), header + "\n" + good + "\n" + edited + "\n");
        assertThat(Asked.post(page, "reload", new byte[0]).status()).isEqualTo(200);
        assertThat(json("2/run").get("notes").get(0).textValue()).startsWith(file + " is not shown (" + why);
        assertThat(json("2/card/1").get("remarks")).isEmpty();
        assertThat(Asked.get(page, "2/column/kinds").ints()).containsOnly(0);
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ViewServer.start(run, List.of(), port, WorkSettings.DEFAULT, Messages.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("port " + port + " of 127.0.0.1 is in use")
                    .hasMessageContaining("give another with `port`");
        }
    }
}
