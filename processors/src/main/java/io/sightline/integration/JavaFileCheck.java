package io.sightline.integration;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles files in the Java DSL against the class path of this process, all at once, and keeps no class of them. It
 * begins with that in a thread of its own, since nothing takes longer of what is to be judged.
 */
final class JavaFileCheck implements AutoCloseable {
    private final ComponentCatalogue catalogue;
    private final Surroundings surroundings;
    private final Map<URI, Findings> sources = new HashMap<>();
    private final DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    private final Map<URI, Facts> facts = new HashMap<>();
    private final Map<SourceFile, Facts> said = new HashMap<>();
    private final FutureTask<@Nullable Void> work;
    private final Thread thread;

    /** Begins. */
    JavaFileCheck(Map<SourceFile, Findings> files, ComponentCatalogue catalogue, Surroundings surroundings) {
        this.catalogue = catalogue;
        this.surroundings = surroundings;
        var units = new ArrayList<JavaFileObject>();
        files.forEach((file, findings) -> SourceText.of(file, findings).ifPresent(text -> {
            var source = new Source(file, text, units.size());
            sources.put(source.toUri(), findings);
            facts.put(source.toUri(), said.computeIfAbsent(file, unused -> new Facts()));
            units.add(source);
        }));
        this.work = new FutureTask<>(() -> {
            check(units);
            return null;
        });
        this.thread = new Thread(work, "sightline-compile");
        thread.setDaemon(true);
        thread.start();
    }

    /** What the files say, when they are judged. */
    Map<SourceFile, Facts> facts() {
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
        return said;
    }

    /** What goes on no longer than its caller: the compiler is not to be interrupted. */
    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(List<JavaFileObject> units) throws IOException {
        if (units.isEmpty()) {
            return;
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            sources.values()
                    .forEach(findings -> findings.error(
                            Place.START,
                            "",
                            "Java cannot be compiled here",
                            "run with a JDK, which has the module jdk.compiler"));
            return;
        }
        var options = List.of("-proc:none", "-Xlint:none", "-classpath", System.getProperty("java.class.path"));
        // Closed, it gives back the files of all libraries, which a collection of garbage would do at some time.
        try (var libraries = compiler.getStandardFileManager(found, null, null)) {
            var task = (JavacTask) compiler.getTask(Writer.nullWriter(), libraries, found, options, null, units);
            var parsed = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(parsed::add);
            task.analyze();
            for (var unit : parsed) {
                collect(unit, task);
            }
        }
        found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .forEach(this::report);
    }

    private void report(javax.tools.Diagnostic<? extends JavaFileObject> diagnostic) {
        var source = diagnostic.getSource();
        var findings = source == null ? null : sources.get(source.toUri());
        if (findings != null) {
            var message = diagnostic.getMessage(Locale.ENGLISH).strip().replaceAll("\\s*\\R\\s*", "; ");
            findings.error(
                    new Place((int) diagnostic.getLineNumber(), (int) diagnostic.getColumnNumber()),
                    "",
                    "the compiler says: " + message,
                    "");
        }
    }

    private void collect(CompilationUnitTree unit, JavacTask task) {
        var uri = unit.getSourceFile().toUri();
        var findings = sources.get(uri);
        var own = facts.get(uri);
        if (findings != null && own != null) {
            var scope = new FileScope(findings, surroundings, Set.of(), false);
            var trees = Trees.instance(task);
            new JavaCollector(scope, own, catalogue, trees, unit).scan(unit, null);
            new JavaBindings(findings, own, trees, unit).scan(unit, null);
            new JavaEndCheck(findings, trees, unit).scan(unit, null);
        }
    }

    /** A file in memory, by a name of its own, so that two of one name in two folders are two. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(SourceFile file, String text, int number) {
            super(URI.create("mem:///" + number + "/" + file.baseName().replaceAll("[^\\w.-]", "_")), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
