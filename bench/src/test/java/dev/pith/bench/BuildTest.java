package dev.pith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;

/**
 * {@code ./pith} builds without tests, so no module may need another's tests there: such a jar is never made, and the
 * build would stop.
 */
class BuildTest {
    private static final String TEST_JARS = "count(/project/dependencies/dependency[type='test-jar'])";

    @Test
    void aBuildWithoutTestsNeedsNoJarOfTests() throws Exception {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("pith.root")))) {
            List<Path> poms = folders.map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms).hasSizeGreaterThan(9);
            for (Path pom : poms) {
                var document = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(pom.toFile());
                assertThat(XPathFactory.newInstance().newXPath().evaluate(TEST_JARS, document))
                        .as("%s, outside of the profile tests", pom)
                        .isEqualTo("0");
            }
        }
    }
}
