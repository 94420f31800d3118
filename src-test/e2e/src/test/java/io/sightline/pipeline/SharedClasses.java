package io.sightline.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of the packaged runtime in the form that the virtual machine has of them, as the first process leaves
 * them to all others of a build (class data sharing): these start in half the time. A virtual machine that finds
 * another jar than the one that they are of does without.
 */
final class SharedClasses {
    private final Path jar;
    private final Path archive;

    SharedClasses(Path jar, Path archive) {
        this.jar = jar;
        this.archive = archive;
    }

    /** What a process is started with, to use what there is or to be able to leave it. */
    List<String> options() {
        return areThere()
                ? List.of("-XX:SharedArchiveFile=" + archive)
                : List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+RecordDynamicDumpInfo");
    }

    /** Takes them from a process that has loaded what it needs, unless another one was faster. */
    void takeFrom(Process process) {
        if (areThere()) {
            return;
        }
        var own = archive.resolveSibling(archive.getFileName() + "-" + process.pid());
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()),
                "VM.cds",
                "dynamic_dump",
                own.toAbsolutePath().toString());
        try {
            var taking = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (!taking.waitFor(1, TimeUnit.MINUTES)) {
                taking.destroyForcibly();
            } else if (taking.exitValue() == 0 && Files.exists(own)) {
                Files.move(own, archive, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean areThere() {
        try {
            return Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
