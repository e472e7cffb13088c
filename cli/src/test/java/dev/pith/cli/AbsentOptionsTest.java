package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;

/**
 * An option that is null when nobody gives it says so. NullAway takes it from the fields that picocli fills that they
 * are filled, so this holds it.
 */
class AbsentOptionsTest {
    static List<String> commands() {
        return Commands.names();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatMayBeNullIsMarked(String command) {
        for (ArgSpec arg : Commands.named(command).args()) {
            if (arg.userObject() instanceof Field field && ours(field) && mayBeNull(arg, field)) {
                assertThat(field.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .as("%s of %s is @Nullable", field.getName(), field.getDeclaringClass())
                        .isTrue();
            }
        }
    }

    private static boolean ours(Field field) {
        return field.getDeclaringClass().getName().startsWith("dev.pith.");
    }

    private static boolean mayBeNull(ArgSpec arg, Field field) {
        return !field.getType().isPrimitive()
                && !arg.required()
                && arg.defaultValue() == null
                && arg.initialValue() == null;
    }
}
