package io.sightline.live;

import io.sightline.integration.PipeRoute;
import io.sightline.integration.PipeTranslator;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Makes the builders of a file's routes by the loaders of Camel, and adds no route to the context. */
final class UnitLoader {
    private final Duration limit;
    private final IdGuard guard;
    private final Map<String, SourceFile> endless = new HashMap<>();

    /**
     * Has loaded nothing yet.
     *
     * @param limit how long the code of a Java file may take
     * @param guard is told which thread runs that code
     */
    UnitLoader(Duration limit, IdGuard guard) {
        this.limit = limit;
        this.guard = guard;
    }

    /**
     * The builders, which have built their definitions. The beans that the file makes are bound in the context from now
     * on, and the values of its Pipes are set there.
     *
     * @throws LoadException when they cannot be built, or not in time; a file that was not ready in time is not tried
     *     again before it changes, since nothing ends the thread that runs it
     */
    List<RouteBuilder> load(SourceFile file, CamelContext camel) throws LoadException {
        var former = endless.get(file.name());
        if (former != null && former.saysTheSameAs(file)) {
            throw isEndless();
        }
        var work = new FutureTask<>(() -> build(file, camel));
        var thread = new Thread(work, "sightline-load-routes");
        thread.setDaemon(true);
        guard.beginLoad(thread);
        thread.start();
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            endless.put(file.name(), file);
            thread.interrupt();
            throw isEndless();
        } catch (ExecutionException e) {
            throw LoadException.of(e, camel);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw LoadException.of(e, camel);
        } finally {
            guard.endLoad();
        }
    }

    private LoadException isEndless() {
        return new LoadException("its code was not ready after " + limit.toSeconds()
                + " s (sightline.routes.load-timeout) and is not waited for; look for a loop in its constructor or in"
                + " configure(), and restart the process, which one of its threads is lost to");
    }

    private List<RouteBuilder> build(SourceFile file, CamelContext camel) throws Exception {
        if (!file.name().endsWith(".java") && Validator.holdsNothing(file)) {
            return List.of();
        }
        var builders = new ArrayList<RouteBuilder>();
        for (var found : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resources(file, camel))) {
            if (!(found instanceof RouteBuilder builder)) {
                throw new LoadException("it builds routes in a way that cannot be taken back: "
                        + found.getClass().getSimpleName() + "; extend RouteBuilder");
            }
            builder.configureRoutes(camel);
            builders.add(builder);
        }
        if (builders.isEmpty()) {
            throw new LoadException("it builds no routes; a Java file has a public class of its own name that extends"
                    + " RouteBuilder");
        }
        return builders;
    }

    /** The file itself; of one with Pipes, the routes that they stand for. */
    private static List<Resource> resources(SourceFile file, CamelContext camel) {
        var pipes = file.name().endsWith(".java") ? List.<PipeRoute>of() : PipeTranslator.translate(file);
        PipeProperties.of(camel).set(file.name(), pipes);
        if (!pipes.isEmpty()) {
            return pipes.stream()
                    .map(pipe -> ResourceHelper.fromString(pipe.name() + ".camel.yaml", pipe.text()))
                    .toList();
        }
        var name = file.name();
        var base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return List.of(ResourceHelper.fromBytes(base.replaceFirst("\\.yml$", ".yaml"), file.content()));
    }
}
