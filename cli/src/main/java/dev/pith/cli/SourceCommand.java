package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.OnErrorOption;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What commands have in common that make something of a source, image by image, in a run. */
abstract class SourceCommand implements Callable<Integer> {
    @Mixin
    SourceArguments sourceArguments;

    @Mixin
    RunOption runOption;

    @Mixin
    SeedOption seed;

    @Mixin
    OnErrorOption onError;

    @Mixin
    WorkOptions work;

    @Mixin
    CommonOptions common;

    /** Does it and prints what came of it. */
    interface Work {
        void perform(Session session, Source source);
    }

    /**
     * Returns the work that the options ask for.
     *
     * @throws IllegalArgumentException when they contradict each other, or a value is out of range
     */
    abstract Work work();

    @Override
    public final Integer call() {
        Work asked = work();
        try (Source source = sourceArguments.open(common);
                Session session = common.open(runOption.directory(), work, seed.value())) {
            asked.perform(session, source);
        }
        return 0;
    }
}
