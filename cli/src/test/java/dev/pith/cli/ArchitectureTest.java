package dev.pith.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The arrows between modules point one way, and packages are named for what they hold. */
class ArchitectureTest {
    private static final JavaClasses PITH = new ClassFileImporter()
            .withImportOption(ImportOption.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.pith");

    private static final String[] DATA = {"dev.pith.data.."};
    private static final String[] CLI = {"dev.pith.cli..", "dev.pith.report.."};
    private static final String[] CORE = {
        "dev.pith",
        "dev.pith.feature..",
        "dev.pith.linear..",
        "dev.pith.maximizer..",
        "dev.pith.npy..",
        "dev.pith.objective..",
        "dev.pith.parallel..",
        "dev.pith.quantize..",
        "dev.pith.random..",
        "dev.pith.ranking..",
        "dev.pith.run..",
        "dev.pith.sample.."
    };

    @Test
    void coreKnowsNoOtherModuleAndNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pith.data..",
                        "dev.pith.cli..",
                        "dev.pith.report..",
                        "picocli..",
                        "me.tongfei..",
                        "org.duckdb..",
                        "javax.imageio..",
                        "org.bytedeco.pytorch..",
                        "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void dataKnowsCoreOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(DATA)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pith.cli..",
                        "dev.pith.report..",
                        "picocli..",
                        "me.tongfei..",
                        "org.bytedeco..",
                        "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void commandsLeaveFormatsAndNativeCodeToTheLibraries() {
        noClasses()
                .that()
                .resideInAnyPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.duckdb..", "org.bytedeco..", "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void everyPackageBelongsToAModule() {
        noClasses()
                .that()
                .resideOutsideOfPackages(concat(CORE, DATA, CLI))
                .should()
                .resideInAnyPackage("dev.pith..")
                .check(PITH);
    }

    @Test
    void packagesAreNamedForConcepts() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..", "..impl..")
                .check(PITH);
    }

    private static String[] concat(String[]... groups) {
        return Arrays.stream(groups).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
