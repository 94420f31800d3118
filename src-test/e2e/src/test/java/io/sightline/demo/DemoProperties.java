package io.sightline.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What the demo sends.
 *
 * @param frames how many frames; 0 sends nothing. By default 80 drawn ones, or each picture of the folder once
 * @param folder own pictures instead of drawn ones
 * @param promotion let PP-OCRv4 follow on PP-OCRv3 in the middle, unless the runtime is told other models or stages
 * @param exit leave after the summary, with status 0 when the account balances
 * @param seed of the drawn frames: the same seed gives the same pictures
 * @param sources ids that the frames come from, in turns
 */
@ConfigurationProperties("sightline.demo")
public record DemoProperties(
        @Nullable Integer frames,
        @Nullable Path folder,
        @DefaultValue("true") boolean promotion,
        @DefaultValue("false") boolean exit,
        @DefaultValue("1") long seed,

        @DefaultValue({"camera-1", "camera-2", "camera-3", "camera-4"})
        List<String> sources) {
    private static final int DRAWN_FRAMES = 80;
    private static final long MAX_BYTES = 11L * 1024 * 1024 - 64 * 1024;

    public DemoProperties {
        if (frames != null && frames < 0) {
            throw new IllegalArgumentException(
                    "sightline.demo.frames is " + frames + ": give 0 to send nothing, or a number of frames");
        }
        sources = List.copyOf(sources);
        if (sources.isEmpty() || sources.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "sightline.demo.sources is " + sources + ": name at least one source, and each by an id");
        }
    }

    /**
     * Reads the properties.
     *
     * @throws IllegalArgumentException when one has a value that makes no sense, in words for a person
     */
    public static DemoProperties of(Environment environment) {
        return StartOptions.read(environment, "sightline.demo", DemoProperties.class);
    }

    /**
     * The frames to send.
     *
     * @throws IllegalArgumentException when the folder is missing or has no pictures
     */
    DemoFrames demoFrames() {
        if (folder != null) {
            var count = frames == null ? OptionalInt.empty() : OptionalInt.of(frames);
            return new FolderFrames(folder, count, sources, MAX_BYTES);
        }
        return new ParcelFrames(frames == null ? DRAWN_FRAMES : frames, sources, seed);
    }
}
