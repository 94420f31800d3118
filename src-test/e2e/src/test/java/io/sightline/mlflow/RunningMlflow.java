package io.sightline.mlflow;

import io.sightline.devstack.MlflowOptions;
import io.sightline.devstack.MlflowServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a running MLflow as a parameter of type {@link MlflowServer}, one for all, with its files in a folder.
 * The first test that asks starts it; it stops after the last test of the build. Use with
 * {@code @ExtendWith(RunningMlflow.class)}, in tests with the tag slow: it needs Python.
 */
public final class RunningMlflow implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == MlflowServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningMlflow.class))
                .getOrComputeIfAbsent(MlflowOptions.class, key -> Running.start(), Running.class)
                .server();
    }

    private record Running(MlflowServer server) implements CloseableResource {
        static Running start() {
            return new Running(MlflowServer.start(MlflowOptions.inFolder(), System.out::println));
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
