package io.sightline.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the files of integrators. */
public final class SourceFiles {
    private static final Set<String> NAMED_FOR_IT = Set.of(".camel.yaml", ".kamelet.yaml", ".pipe.yaml", ".java");
    private static final Pattern CONTENT = Pattern.compile(
            "(?m)^apiVersion:\\s*['\"]?camel\\.apache\\.org/|^- (route|from|beans|rest|routeConfiguration|routeTemplate|templatedRoute):");

    /** Names of folders whose files tools make and copy. */
    private static final Set<String> MADE = Set.of("node_modules", "target");

    private SourceFiles() {}

    /** The same as {@link #search}, without what was left out. */
    public static List<SourceFile> find(Collection<Path> paths) throws IOException {
        return search(paths).files();
    }

    /**
     * A file that is named is one whatever it holds; of a folder, and of those in it, the files that by name or content
     * are routes, Kamelets or Pipes. Hidden ones, and tests of routes, are not, and neither is what tools have made.
     *
     * @throws java.nio.file.NoSuchFileException when there is none of that name
     */
    public static Found search(Collection<Path> paths) throws IOException {
        var files = new ArrayList<SourceFile>();
        var leftOut = new ArrayList<Path>();
        for (var path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(SourceFile.read(path));
                continue;
            }
            var below = withoutMade(path, SourceFiles::mayBeOne);
            leftOut.addAll(below.leftOut());
            for (var file : below.files()) {
                var source = SourceFile.read(file);
                if (isOne(source)) {
                    files.add(source);
                }
            }
        }
        return new Found(files, leftOut);
    }

    /**
     * What was found.
     *
     * @param leftOut folders that were not looked into, since tools make such
     */
    public record Found(List<SourceFile> files, List<Path> leftOut) {}

    /** What is below a folder, without the folders that tools have made there. */
    static Below withoutMade(Path folder, Predicate<String> isMeant) throws IOException {
        return below(folder, isMeant, MADE);
    }

    /**
     * The files below a folder that have such a name, and what there cannot be read. Links are followed, but not in a
     * circle.
     *
     * @throws IOException when the folder itself cannot be read
     */
    static Below below(Path folder, Predicate<String> isMeant) throws IOException {
        return below(folder, isMeant, Set.of());
    }

    private static Below below(Path folder, Predicate<String> isMeant, Set<String> without) throws IOException {
        // The folder may be a link itself; what it leads to may go by another name at the next look.
        var real = folder.toRealPath();
        var found = new TreeSet<Path>();
        var unreadable = new TreeSet<Path>();
        var leftOut = new TreeSet<Path>();
        Files.walkFileTree(real, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                var below = real.relativize(path);
                boolean isMade = without.contains(String.valueOf(below.getFileName()));
                if (isMade) {
                    leftOut.add(folder.resolve(below));
                }
                return isMade || isHidden(below) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                var file = real.relativize(path);
                if (attributes.isRegularFile() && !isHidden(file) && isMeant.test(file.toString())) {
                    found.add(folder.resolve(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (path.equals(real)) {
                    throw failure;
                }
                var isGone = failure instanceof NoSuchFileException || failure instanceof FileSystemLoopException;
                if (!isGone && !isHidden(real.relativize(path))) {
                    unreadable.add(folder.resolve(real.relativize(path)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(path, failure);
            }
        });
        return new Below(found, unreadable, leftOut);
    }

    /** What is below a folder. */
    record Below(Set<Path> files, Set<Path> unreadable, Set<Path> leftOut) {}

    static boolean mayBeOne(String name) {
        return name.matches(".*\\.(yaml|yml|java)") && !CaseFiles.isOne(name);
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
