package io.sightline.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker save} writes it.
 *
 * @param config its configuration
 * @param layers from the base upwards
 */
record ImageArchive(JsonNode config, List<ImageLayer> layers) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The image that the build has made, on a base of this machine's Java. */
    static final Path TESTED = Path.of("..", "..", "routes", "target", "image", "tested.tar");

    static ImageArchive read(Path file) throws IOException {
        Map<String, ImageLayer> layers = new HashMap<>();
        Map<String, JsonNode> documents = new HashMap<>();
        try (var tar = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var name = entry.getName();
                if (name.endsWith(".json")) {
                    documents.put(name, JSON.readTree(tar.readAllBytes()));
                } else {
                    layers.put(name, layer(name, entry.getSize(), tar));
                }
            }
        }
        var manifest = Objects.requireNonNull(documents.get("manifest.json")).get(0);
        List<ImageLayer> inOrder = new ArrayList<>();
        manifest.get("Layers").forEach(name -> inOrder.add(Objects.requireNonNull(layers.get(name.textValue()))));
        return new ImageArchive(
                Objects.requireNonNull(documents.get(manifest.get("Config").textValue())), List.copyOf(inOrder));
    }

    /** What a process of the image is started with. */
    JsonNode process() {
        return config.get("config");
    }

    /** The texts of a list of {@link #process}. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        process().get(name).forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    /** Compressed, in bytes. */
    long size() {
        return layers.stream().mapToLong(ImageLayer::size).sum();
    }

    private static ImageLayer layer(String name, long size, InputStream content) throws IOException {
        List<ImageLayer.Entry> entries = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(new OpenEnded(content)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry(entry));
            }
        }
        return new ImageLayer(name.substring(0, name.indexOf('.')), size, List.copyOf(entries));
    }

    private static ImageLayer.Entry entry(TarArchiveEntry entry) {
        return new ImageLayer.Entry(
                ("/" + entry.getName()).replaceFirst("^/\\./", "/").replaceFirst("(?<=.)/$", ""),
                entry.isDirectory(),
                entry.getMode() & 07777,
                entry.getLongUserId(),
                entry.getLongGroupId(),
                entry.getLastModifiedTime().toMillis() / 1000);
    }

    /** The end of a layer is not that of the archive. */
    private static final class OpenEnded extends FilterInputStream {
        OpenEnded(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {}
    }
}
