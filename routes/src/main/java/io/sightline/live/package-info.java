/** Routes of integrators that go live, are replaced and removed while the runtime runs. Knows Camel, but no Spring. */
@NullMarked
package io.sightline.live;

import org.jspecify.annotations.NullMarked;
