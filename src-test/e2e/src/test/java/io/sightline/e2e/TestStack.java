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
public final class TestStack implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == DevStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestStack.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .stack();
    }

    private record Running(DevStack stack) implements CloseableResource {
        static Running start() {
            return new Running(DevStack.start(DevStackOptions.forTests(), System.out::println));
        }

        @Override
        public void close() {
            stack.close();
        }
    }
}
