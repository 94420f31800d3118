/** Whether every record became one row set or one dead letter: the equations, and the readings that go into them. */
@NullMarked
package io.sightline.audit;

import org.jspecify.annotations.NullMarked;
