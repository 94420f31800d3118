package io.sightline.runtime;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body nobody behind may read, be it taken for bytes, text, a form or parameters: a stranger has sent
 * it, where no body is asked for.
 */
final class BodilessRequest extends UntouchedRequest {
    BodilessRequest(HttpServletRequest request) {
        super(request);
    }

    /** Spring looks at the type alone before it reads a form to its end. */
    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new LimitedInput(super.getInputStream(), 0, () -> {});
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(Reader.nullReader());
    }

    @Override
    public Collection<Part> getParts() {
        return List.of();
    }

    @Override
    public @Nullable Part getPart(String name) {
        return null;
    }
}
