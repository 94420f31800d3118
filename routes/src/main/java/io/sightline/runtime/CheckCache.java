package io.sightline.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends start-up where the cache of models cannot be written to, before any server is asked for: found later, it would
 * look like a model that does not load. A process that has there what served last goes on without.
 */
final class CheckCache implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Set<Stage> KEEPING = EnumSet.of(Stage.DETECT, Stage.API, Stage.PROMOTE);
    /** More than a file system keeps beside its files. */
    private static final int SOME_BYTES = 64 * 1024;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var environment = context.getEnvironment();
        var cache = environment.getProperty("sightline.artifacts.cache");
        if (cache == null
                || OnStage.stages(environment).stream().noneMatch(KEEPING::contains)
                || RememberedModels.areEnough(environment)) {
            return;
        }
        var folder = Path.of(cache);
        try {
            Files.createDirectories(folder);
            var trial = Files.createTempFile(folder, ".trial-", "");
            try {
                Files.write(trial, new byte[SOME_BYTES]);
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            throw new StartupException(
                    "the cache of models at " + folder.toAbsolutePath() + " cannot be written to: " + reason(e),
                    "Mount a volume there that has room and that the user of this process may write to (in the chart"
                            + " cache.size, and podSecurityContext.fsGroup beside cache.existingClaim), or let"
                            + " sightline.artifacts.cache name another folder.",
                    e);
        }
    }

    /** What the system says; a message that begins with the name of the trial's file would say less. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
    }
}
