package io.sightline.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

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
     * Runs once against a system that is up.
     *
     * @return 0 when the account balances, else 1
     * @throws IOException when a picture cannot be read or written
     * @throws SQLException when the database does not answer
     */
    public int run(DemoTarget target) throws IOException, SQLException, InterruptedException {
        frames.notes().forEach(note -> out.println("demo: " + note));
        var pictures =
                new DemoPictures(folder, frames.count(), properties.sources().size());
        if (frames.count() == 0) {
            pictures.clear();
            var example = new ParcelFrames(1, properties.sources(), properties.seed()).frame(0);
            print(nextSteps(target, pictures.write(0, example)));
            return 0;
        }
        out.println("demo: sending %d frames of %d sources"
                .formatted(frames.count(), properties.sources().size()));
        var report = new DemoRun(frames, pictures, PATIENCE, out, Clock.systemUTC()).run(target);
        out.println(RULE);
        out.println("pictures of this run    " + folder);
        print(new DemoSummary(report).lines());
        if (!properties.exit()) {
            out.println(RULE);
            pictures.first().ifPresent(sample -> print(nextSteps(target, sample)));
        }
        return report.account().balances() ? 0 : 1;
    }

    private List<String> nextSteps(DemoTarget target, DemoPictures.Sample sample) {
        return new NextSteps(target, sample.file(), sample.mediaType()).lines();
    }

    private void print(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }
}
