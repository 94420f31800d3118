package io.sightline.demo;

import io.sightline.demo.FolderLaunch.Draft;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowServer;
import io.sightline.mlflow.DataScientist;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Prepares PP-OCRv3 and PP-OCRv4, the second of which goes live in the middle of a demonstration. */
public final class Launches {
    static final String MODEL = "text-detector";
    /** With fewer frames neither version has enough of them to tell anything. */
    private static final int FEWEST_FRAMES = 20;
    /** What people have chosen is not changed under them. */
    private static final List<String> CHOICES =
            List.of("sightline.models", "sightline.detection", "sightline.promotion");

    private final DevStack stack;
    private final Path folder;

    /** @param folder for the models of the demonstration; what is in it is removed */
    public Launches(DevStack stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    /**
     * Whether a version goes live in a demonstration: when there are frames enough, and nobody has chosen a model or
     * stages.
     *
     * @param arguments what people have said
     */
    public static boolean areWanted(Environment arguments) {
        var properties = DemoProperties.of(arguments);
        var binder = Binder.get(arguments);
        return properties.promotion()
                && properties.demoFrames().count() >= FEWEST_FRAMES
                && !binder.bind("sightline.stages", String.class).isBound()
                && CHOICES.stream()
                        .noneMatch(choice -> binder.bind(choice, Bindable.mapOf(String.class, Object.class))
                                .isBound());
    }

    /** By the alias where MLflow runs, else by a folder. */
    public Launch prepare() {
        return stack.mlflow().map(this::inMlflow).orElseGet(this::inFolder);
    }

    /**
     * Settings of a runtime in which it goes live, over those of the servers: nobody who looks on waits long for a
     * poll, or for the lease of a process that was killed.
     */
    public static Map<String, String> settings(Launch launch) {
        var settings = new LinkedHashMap<>(launch.settings());
        settings.put("sightline.promotion.period", "1s");
        settings.put("sightline.promotion.lease", "10s");
        settings.put("sightline.artifacts.report-period", "1s");
        return settings;
    }

    private Launch inFolder() {
        return FolderLaunch.prepare(MODEL, folder.resolve(MODEL), former(), next());
    }

    private Launch inMlflow(MlflowServer server) {
        try {
            return AliasLaunch.prepare(MODEL, DataScientist.at(server), former(), next());
        } catch (Exception e) {
            throw new IllegalStateException("the versions cannot be registered in MLflow: " + e.getMessage(), e);
        }
    }

    private Draft former() {
        return new Draft("PP-OCRv3", stack.formerTextDetector());
    }

    private Draft next() {
        return new Draft("PP-OCRv4", stack.textDetector());
    }
}
