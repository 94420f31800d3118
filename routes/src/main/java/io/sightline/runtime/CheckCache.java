package io.sightline.runtime;

import io.sightline.artifact.TrialFile;
import java.io.IOException;
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
            TrialFile.write(folder);
        } catch (IOException e) {
            throw new StartupException(
                    "the cache of models at " + folder.toAbsolutePath() + " cannot be written to: "
                            + TrialFile.reason(e),
                    "Mount a volume there that has room and that the user of this process may write to (in the chart"
                            + " cache.size, and podSecurityContext.fsGroup beside cache.existingClaim), or let"
                            + " sightline.artifacts.cache name another folder.",
                    e);
        }
    }
}
