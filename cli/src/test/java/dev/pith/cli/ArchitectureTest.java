package dev.pith.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between modules point one way, and packages are named for what they hold. */
class ArchitectureTest {
    private static final JavaClasses PITH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.pith");

    @Test
    void coreKnowsNoOtherModuleAndNoFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.pith.data..", "dev.pith.torch..", "dev.pith.text..", "dev.pith.cli..", "dev.pith.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pith.data..",
                        "dev.pith.torch..",
                        "dev.pith.text..",
                        "dev.pith.cli..",
                        "dev.pith.report..",
                        "picocli..",
                        "me.tongfei..",
                        "org.duckdb..",
                        "javax.imageio..",
                        "ai.onnxruntime..",
                        "ai.djl..",
                        "com.openai..",
                        "org.bytedeco.pytorch..",
                        "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void dataKnowsCoreOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.pith.data..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pith.torch..",
                        "dev.pith.text..",
                        "dev.pith.cli..",
                        "dev.pith.report..",
                        "picocli..",
                        "me.tongfei..",
                        "ai.onnxruntime..",
                        "ai.djl..",
                        "com.openai..",
                        "org.bytedeco..",
                        "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void textKnowsNoCommandAndNoTorch() {
        noClasses()
                .that()
                .resideInAPackage("dev.pith.text..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pith.torch..",
                        "dev.pith.cli..",
                        "dev.pith.report..",
                        "picocli..",
                        "me.tongfei..",
                        "org.bytedeco..",
                        "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void torchKnowsNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("dev.pith.torch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pith.text..", "dev.pith.cli..", "dev.pith.report..", "picocli..", "me.tongfei..")
                .check(PITH);
    }

    @Test
    void commandsLeaveFormatsAndNativeCodeToTheLibraries() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.pith.cli..", "dev.pith.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.duckdb..",
                        "org.bytedeco..",
                        "ai.onnxruntime..",
                        "ai.djl..",
                        "com.openai..",
                        "org.apache.spark..")
                .check(PITH);
    }

    @Test
    void packagesAreNamedForConcepts() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..", "..impl..")
                .check(PITH);
    }
}
