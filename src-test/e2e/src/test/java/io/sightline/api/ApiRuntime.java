package io.sightline.api;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.proxy.FaultProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Gives tests the running API as a parameter of type {@link Api}: one process of stage {@code api} in this one, with
 * topics, bucket and database of its own, shared by all tests of the build. It serves the examples of routes too.
 */
public final class ApiRuntime implements ParameterResolver {
    static final String WEBHOOK_SECRET = "what-MLflow-and-the-API-know";

    private final TestStack stack = new TestStack();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Api.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var servers = (DevStack) stack.resolveParameter(parameter, test);
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(ApiRuntime.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(servers), Running.class)
                .api();
    }

    private record Running(ConfigurableApplicationContext runtime, FaultProxy postgresql, Api api)
            implements CloseableResource {
        static Running start(DevStack servers) {
            var settings = servers.isolate("api");
            var postgresql = FaultProxy.before(settings, "spring.datasource.url");
            var auditLog = Path.of("target", "audit-log", "api-" + System.nanoTime() + ".log");
            var runtime = LocalRuntime.run(
                    settings,
                    "--sightline.stages=api",
                    "--sightline.http.body-timeout=5s",
                    "--sightline.mlflow.webhook-secret=" + WEBHOOK_SECRET,
                    "--sightline.audit-log.file=" + auditLog,
                    "--camel.main.routes-include-pattern=classpath:camel/*.camel.yaml," + ExampleRoute.ALL,
                    "--example.keycloak.client-secret=dev-only");
            return new Running(runtime, postgresql, new Api(servers::token, postgresql, runtime));
        }

        @Override
        public void close() {
            runtime.close();
            postgresql.close();
        }
    }
}
