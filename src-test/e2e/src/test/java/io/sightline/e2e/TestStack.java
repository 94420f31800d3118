package io.sightline.e2e;

import io.sightline.devstack.DevStack;
import io.sightline.devstack.DevStackOptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the running servers as a parameter of type {@link DevStack}. The first test that asks starts them; they
 * stop after the last test of the build. Use with {@code @ExtendWith(TestStack.class)}.
 */
public class TestStack implements ParameterResolver {
    private final DevStackOptions options;

    public TestStack() {
        this(DevStackOptions.forTests());
    }

    /** For servers that are started in another way. */
    protected TestStack(DevStackOptions options) {
        this.options = options;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == DevStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestStack.class))
                .getOrComputeIfAbsent(options, key -> Running.start(options), Running.class)
                .stack();
    }

    private record Running(DevStack stack) implements CloseableResource {
        static Running start(DevStackOptions options) {
            return new Running(DevStack.start(options, System.out::println));
        }

        @Override
        public void close() {
            stack.close();
        }
    }
}
