package io.sightline.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** The commit that is checked out. */
final class Commit {
    private Commit() {}

    /** Its short hash, followed by {@code +} when tracked files differ from it; {@code unknown} outside a work tree. */
    static String here() throws InterruptedException {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--exclude=*", "--abbrev=7", "--dirty=+")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
            return git.waitFor() == 0 ? said : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
