package io.sightline.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A folder of the class path, whichever jars or folders it is spread over. */
public final class ClassPathFolder {
    private final ClassLoader loader;
    private final String folder;
    private final String end;

    /** @param end what the names of its files end with; others are left out */
    public ClassPathFolder(ClassLoader loader, String folder, String end) {
        this.loader = loader;
        this.folder = folder;
        this.end = end;
    }

    /** The files, by name; of two of one name the one that comes first in the class path. */
    public List<SourceFile> files() {
        var files = new ArrayList<SourceFile>();
        for (var name : names()) {
            try (var input = Objects.requireNonNull(loader.getResourceAsStream(folder + "/" + name), name)) {
                files.add(new SourceFile("classpath:" + folder + "/" + name, input.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** Names of the files, without folder, in order. */
    Set<String> names() {
        var names = new TreeSet<String>();
        try {
            for (var place : Collections.list(loader.getResources(folder))) {
                collect(place, names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private void collect(URL place, Collection<String> names) throws IOException {
        if (place.openConnection() instanceof JarURLConnection jar) {
            jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder + "/") && name.endsWith(end))
                    .map(name -> name.substring(folder.length() + 1))
                    .filter(name -> !name.contains("/"))
                    .forEach(names::add);
            return;
        }
        try (var files = Files.list(Path.of(place.toURI()))) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(end))
                    .forEach(names::add);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
