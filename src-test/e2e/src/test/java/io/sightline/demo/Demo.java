package io.sightline.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the whole system at work: sends frames, follows them to their rows, tells what became of them. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String RULE = "-".repeat(78);

    private final DemoProperties properties;
    private final DemoFrames frames;
    private final Path folder;
    private final PrintStream out;

    /**
     * Checks what is to be sent, before anything is started for it.
     *
     * @param folder where the pictures of the run go; files of an earlier run are removed from it
     * @throws IllegalArgumentException when the folder with own pictures is missing or has none, in words for a person
     */
    public Demo(DemoProperties properties, Path folder, PrintStream out) {
        this.properties = properties;
        this.frames = properties.demoFrames();
        this.folder = folder.toAbsolutePath().normalize();
        this.out = out;
    }

    /**
     * What a run ends with.
     *
     * @param status 0 when the account balances, else 1
     * @param lines the summary, and where to look next unless the process is to end
     */
    public record Result(int status, List<String> lines) {
        public Result {
            lines = List.copyOf(lines);
        }
    }

    /** Whether the process is to end after the run. */
    public boolean exits() {
        return properties.exit();
    }

    /**
     * Runs once against a system that is up; prints its progress, but not its result.
     *
     * @param launch a version that goes live in the middle, if any
     * @throws IOException when a picture cannot be read or written
     * @throws SQLException when the database does not answer
     */
    public Result run(DemoTarget target, @Nullable Launch launch)
            throws IOException, SQLException, InterruptedException {
        frames.notes().forEach(note -> out.println("demo: " + note));
        var sources = properties.sources().size();
        var pictures = new DemoPictures(folder, frames.count(), sources);
        pictures.clear();
        if (frames.count() == 0) {
            var example = new ParcelFrames(1, properties.sources(), properties.seed()).frame(0);
            return new Result(0, exits() ? List.of() : nextSteps(target, pictures.write(0, example)));
        }
        out.println("demo: sending %d frames of %d sources".formatted(frames.count(), sources));
        var report = new DemoRun(frames, pictures, PATIENCE, out, Clock.systemUTC()).run(target, launch);
        var lines = new ArrayList<String>();
        lines.add(RULE);
        lines.add("pictures of this run    %s (%d of %d, with what was found drawn beside each)"
                .formatted(folder, pictures.size(), frames.count()));
        lines.addAll(new DemoSummary(report).lines());
        if (!exits()) {
            lines.add(RULE);
            pictures.first().ifPresent(sample -> lines.addAll(nextSteps(target, sample)));
        }
        return new Result(report.account().balances() ? 0 : 1, lines);
    }

    private static List<String> nextSteps(DemoTarget target, DemoPictures.Sample sample) {
        if (!target.servesApi()) {
            return List.of("This runtime serves no API, because its stages leave out \"api\".");
        }
        return new NextSteps(target, sample.file(), sample.mediaType()).lines();
    }
}
