package io.sightline.camel;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.CamelContext;

/** Names of objects, one after the other, until the look is ended or the process is. */
final class UploadLook implements Iterator<String> {
    private final Iterator<String> names;
    private final CamelContext camel;
    private boolean ended;

    UploadLook(List<String> names, CamelContext camel) {
        this.names = names.iterator();
        this.camel = camel;
    }

    void end() {
        ended = true;
    }

    @Override
    public boolean hasNext() {
        return !ended && !camel.isStopping() && names.hasNext();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return names.next();
    }
}
