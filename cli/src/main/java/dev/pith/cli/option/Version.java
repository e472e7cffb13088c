package dev.pith.cli.option;

import dev.pith.pipeline.session.PithVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "pith " + PithVersion.number(),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name") + " ${os.arch}"
        };
    }
}
