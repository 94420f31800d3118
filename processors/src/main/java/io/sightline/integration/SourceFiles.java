package io.sightline.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the files of integrators. */
public final class SourceFiles {
    private static final Set<String> NAMED_FOR_IT = Set.of(".camel.yaml", ".kamelet.yaml", ".pipe.yaml", ".java");
    private static final Pattern CONTENT = Pattern.compile(
            "(?m)^apiVersion:\\s*['\"]?camel\\.apache\\.org/|^- (route|from|beans|rest|routeConfiguration|routeTemplate|templatedRoute):");

    private SourceFiles() {}

    /**
     * A file that is named is one whatever it holds; of a folder, and of those in it, the files that by name or content
     * are routes, Kamelets or Pipes. Hidden ones, and tests of routes, are not.
     *
     * @throws java.nio.file.NoSuchFileException when there is none of that name
     */
    public static List<SourceFile> find(Collection<Path> paths) throws IOException {
        var files = new ArrayList<SourceFile>();
        for (var path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(SourceFile.read(path));
                continue;
            }
            for (var file : below(path)) {
                var source = SourceFile.read(file);
                if (isOne(source)) {
                    files.add(source);
                }
            }
        }
        return files;
    }

    static Collection<Path> below(Path folder) throws IOException {
        // The folder may be a link itself; what it leads to may go by another name at the next look.
        var real = folder.toRealPath();
        try (var all = Files.walk(real)) {
            var found = new TreeSet<Path>();
            all.map(real::relativize)
                    .filter(file -> !isHidden(file))
                    .map(folder::resolve)
                    .filter(file -> file.toString().matches(".*\\.(yaml|yml|java)"))
                    .filter(file -> !file.toString().matches(".*\\.test\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .forEach(found::add);
            return found;
        }
    }

    private static boolean isHidden(Path relative) {
        for (var part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    static boolean isOne(SourceFile file) {
        return NAMED_FOR_IT.stream().anyMatch(file.name()::endsWith)
                || CONTENT.matcher(new String(file.content(), StandardCharsets.UTF_8))
                        .find();
    }
}
