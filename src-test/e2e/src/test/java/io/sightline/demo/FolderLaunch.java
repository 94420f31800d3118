package io.sightline.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** A model in a folder, as Triton lays it out: the next version lies beside the first one, and is renamed in time. */
public record FolderLaunch(String model, Path folder, Release former, Release next) implements Launch {
    /** A version that is not yet where a model is looked for. */
    record Draft(String title, Path folder) {}

    /**
     * Puts the first version into the folder of the model, and the next one beside it.
     *
     * @param folder of the model; what is in it is removed
     */
    static FolderLaunch prepare(String model, Path folder, Draft former, Draft next) {
        var launch = new FolderLaunch(
                model,
                folder.toAbsolutePath().normalize(),
                new Release("1", former.title()),
                new Release("2", next.title()));
        try {
            FileSystemUtils.deleteRecursively(launch.folder);
            FileSystemUtils.copyRecursively(former.folder(), launch.folder.resolve("1"));
            FileSystemUtils.copyRecursively(next.folder(), launch.beside());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return launch;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("sightline.models." + model + ".path", folder.toString());
    }

    @Override
    public String act() {
        return "drop-in";
    }

    @Override
    public void begin() {
        try {
            Files.move(beside(), folder.resolve(next.version()));
        } catch (IOException e) {
            throw new IllegalStateException(beside() + " cannot be renamed to " + next.version() + ": " + e, e);
        }
    }

    /** No number, hence no version. */
    private Path beside() {
        return folder.resolve("next");
    }
}
