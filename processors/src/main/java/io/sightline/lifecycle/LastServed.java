package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.model.v1.ModelState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last announcement of each model that was carried out here, a file for each, so that a process which starts while
 * the topic cannot be read knows what served last. The files hold their schema: a later release reads them too.
 */
public final class LastServed {
    private static final Logger LOG = LoggerFactory.getLogger(LastServed.class);
    private static final String END = ".avro";
    private static final int SHORT = 16;

    private final Path folder;

    /**
     * @param cache folder of the cache
     * @param environment what tells one topic of models from another
     */
    public LastServed(Path cache, String environment) {
        this.folder = cache.resolve("announced").resolve(hash(environment).substring(0, SHORT));
    }

    /** Whether anything is known. */
    public boolean isEmpty() {
        return files().isEmpty();
    }

    /** Of each model that is known. */
    public List<ModelState> all() {
        return files().stream().flatMap(file -> read(file).stream()).toList();
    }

    Optional<ModelState> of(String name) {
        return read(file(name));
    }

    /** Remembers what serves now. A process whose disk fails goes on: it knows less after its next start. */
    public void keep(ModelState state) {
        try {
            Files.createDirectories(folder);
            var written = Files.createTempFile(folder, "written-", "");
            try {
                write(state, written);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    private void write(ModelState state, Path written) throws IOException {
        try (var writer =
                new DataFileWriter<>(new SpecificDatumWriter<ModelState>(ModelState.getClassSchema(), data()))) {
            writer.create(ModelState.getClassSchema(), written.toFile());
            writer.append(state);
        }
        Files.move(written, file(state.getName()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            complain(e);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(END)).sorted().toList();
        } catch (IOException e) {
            complain(e);
            return List.of();
        }
    }

    private static Optional<ModelState> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var schema = ModelState.getClassSchema();
        try (var reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<ModelState>(schema, schema, data()))) {
            return Optional.of(reader.next());
        } catch (IOException | RuntimeException e) {
            // Whatever Avro throws, what was there is lost.
            complain(e);
            return Optional.empty();
        }
    }

    private static SpecificData data() {
        return SpecificData.getForClass(ModelState.class);
    }

    /** A name may be longer than that of a file, and hold anything. */
    private Path file(String name) {
        return folder.resolve(hash(name) + END);
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static void complain(Exception cause) {
        LOG.atWarn()
                .addKeyValue("cause", cause.toString())
                .log("what served last cannot be kept or read; look at sightline.artifacts.cache");
    }
}
