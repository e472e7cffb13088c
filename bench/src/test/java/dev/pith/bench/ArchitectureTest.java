package dev.pith.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between modules point one way, no packages and, in the command line and its steps, no classes know each
 * other in a circle, and packages are named for what they hold. It sees every module by its classes, so it lies in the
 * last one that is built.
 */
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("pith.root"));

    /** Which modules of Pith, and which of other libraries' packages, a module may name besides the JDK. */
    private static final Map<String, Allowed> MODULES = Map.of(
            "core", new Allowed(Set.of(), Set.of("org.bytedeco.javacpp", "org.bytedeco.openblas")),
            "data",
                    new Allowed(
                            Set.of("core"),
                            Set.of(
                                    "org.bytedeco.javacpp",
                                    "org.bytedeco.leptonica",
                                    "org.duckdb",
                                    "javax.imageio",
                                    "com.twelvemonkeys",
                                    "com.github.luben",
                                    "org.yaml.snakeyaml",
                                    "java.net.http")),
            "torch",
                    new Allowed(
                            Set.of("core", "data"),
                            Set.of(
                                    "org.bytedeco.javacpp",
                                    "org.bytedeco.openblas",
                                    "org.bytedeco.pytorch",
                                    "javax.imageio")),
            "text",
                    new Allowed(
                            Set.of("core", "data"), Set.of("ai.onnxruntime", "ai.djl.huggingface", "java.net.http")),
            "pipeline", new Allowed(Set.of("core", "data", "torch", "text"), Set.of("javax.imageio")),
            "cli", new Allowed(Set.of("core", "data", "torch", "text", "pipeline"), Set.of("picocli", "me.tongfei")),
            "spark", new Allowed(Set.of("core"), Set.of("org.apache.spark")),
            "djl", new Allowed(Set.of("core", "data"), Set.of("ai.djl")),
            "examples",
                    new Allowed(
                            Set.of("core", "data", "djl", "pipeline", "torch", "text"),
                            Set.of("ai.djl", "org.bytedeco.pytorch")),
            "bench",
                    new Allowed(
                            Set.of("core", "data", "torch", "text", "pipeline"),
                            Set.of("org.openjdk.jmh", "org.bytedeco")));

    /** Packages of other libraries that belong to some modules only. */
    private static final List<String> GUARDED = List.of(
            "picocli",
            "me.tongfei",
            "org.duckdb",
            "javax.imageio",
            "com.twelvemonkeys",
            "com.github.luben",
            "org.yaml.snakeyaml",
            "ai.onnxruntime",
            "ai.djl",
            "java.net.http",
            "org.bytedeco",
            "org.apache.spark",
            "org.openjdk.jmh");

    private record Allowed(Set<String> modules, Set<String> libraries) {}

    static Stream<String> modules() {
        return MODULES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsNoOthersThanItMay(String module) {
        Allowed allowed = Objects.requireNonNull(MODULES.get(module));
        noClasses()
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("are not for " + module) {
                    @Override
                    public boolean test(JavaClass used) {
                        return !mayBeUsed(used, module, allowed);
                    }
                })
                .check(classes(module));
    }

    private static boolean mayBeUsed(JavaClass used, String module, Allowed allowed) {
        String name = used.getBaseComponentType().getName();
        if (name.startsWith("dev.pith.")) {
            String other = moduleOf(name);
            return other.equals(module) || allowed.modules.contains(other);
        }
        return GUARDED.stream().noneMatch(guarded -> name.startsWith(guarded + "."))
                || allowed.libraries.stream().anyMatch(library -> name.startsWith(library + "."));
    }

    /** Returns the module of a class by its package: the modules' names, the report, and everything else is core's. */
    private static String moduleOf(String name) {
        String first = name.split("\\.", -1)[2];
        return first.equals("report") ? "pipeline" : MODULES.containsKey(first) ? first : "core";
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noPackagesKnowEachOtherInACircle(String module) {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        return SliceIdentifier.of(javaClass.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes(module));
    }

    @ParameterizedTest
    @MethodSource("layered")
    void noClassesKnowEachOtherInACircle(String module) {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        return SliceIdentifier.of(javaClass.getName().split("\\$", 2)[0]);
                    }

                    @Override
                    public String getDescription() {
                        return "files";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(classes(module));
    }

    static Stream<String> layered() {
        return Stream.of("cli", "pipeline");
    }

    @Test
    void packagesAreNamedForConcepts() {
        for (String module : MODULES.keySet()) {
            noClasses()
                    .should()
                    .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..", "..impl..")
                    .check(classes(module));
        }
    }

    private static JavaClasses classes(String module) {
        Path folder = ROOT.resolve(module).resolve("target/classes");
        assumeTrue(Files.isDirectory(folder), () -> module + " is not built");
        return new ClassFileImporter().importPath(folder);
    }
}
