package dev.pith.torch.condense;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A change of images {@code (B, C, H, W)} that gradients flow through (Zhao and Bilen, ICML 2021, section 3.2). */
enum Operation {
    /** Adds up to half, or takes it off. */
    BRIGHTNESS {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return uniform(random);
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            return x.add(new Scalar(drawn[0] - 0.5));
        }
    },
    /** Scales the channels' difference from their mean by 0 to 2. */
    SATURATION {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return uniform(random);
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            return spread(x, 2 * drawn[0], 1);
        }
    },
    /** Scales an image's difference from its mean by 0.5 to 1.5. */
    CONTRAST {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return uniform(random);
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            return spread(x, drawn[0] + 0.5, 1, 2, 3);
        }
    },
    /** Shifts by up to an eighth of the side in each direction; zeros come in. */
    CROP {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            int down = (int) (shape.height() / 8.0 + 0.5);
            int right = (int) (shape.width() / 8.0 + 0.5);
            return new double[] {random.nextInt(-down, down + 1), random.nextInt(-right, right + 1)};
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            return shifted(x, (int) drawn[0], (int) drawn[1]);
        }
    },
    /** Sets a rectangle of half the sides to zero, its center anywhere. */
    CUTOUT {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return new double[] {center(shape.height(), random), center(shape.width(), random)};
        }

        /** An even rectangle has its center between two pixels, and so one place more. */
        private int center(int side, SplittableRandom random) {
            return random.nextInt(side + 1 - half(side) % 2);
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            int height = (int) x.size(2);
            int width = (int) x.size(3);
            float[] mask = new float[height * width];
            for (int i = 0; i < mask.length; i++) {
                boolean inside = covers(height, (int) drawn[0], i / width) && covers(width, (int) drawn[1], i % width);
                mask[i] = inside ? 0 : 1;
            }
            return x.mul(Tensors.of(mask, 0, height, width).to(x.scalar_type()));
        }

        private boolean covers(int side, int center, int at) {
            int begin = center - half(side) / 2;
            return at >= begin && at < begin + half(side);
        }

        private int half(int side) {
            return (int) (side / 2.0 + 0.5);
        }
    },
    /** Mirrors left to right, every other time. */
    FLIP {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return uniform(random);
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            return drawn[0] < 0.5 ? x.flip(3) : x;
        }
    },
    /** Makes each side 1 / 1.2 to 1.2 as long, around the center; zeros come in. */
    SCALE {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return new double[] {factor(random), factor(random)};
        }

        private double factor(SplittableRandom random) {
            return 1 / 1.2 + random.nextDouble() * (1.2 - 1 / 1.2);
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            return transformed(x, drawn[0], 0, 0, drawn[1]);
        }
    },
    /** Turns by up to 15 degrees; zeros come in. */
    ROTATE {
        @Override
        double[] draw(SplittableRandom random, InputShape shape) {
            return new double[] {Math.toRadians((2 * random.nextDouble() - 1) * 15)};
        }

        @Override
        Tensor apply(Tensor x, double... drawn) {
            double cos = Math.cos(drawn[0]);
            double sin = Math.sin(drawn[0]);
            return transformed(x, cos, -sin, sin, cos);
        }
    };

    /** Draws what decides the change. */
    abstract double[] draw(SplittableRandom random, InputShape shape);

    /** Returns all images changed alike. */
    abstract Tensor apply(Tensor x, double... drawn);

    private static double[] uniform(SplittableRandom random) {
        return new double[] {random.nextDouble()};
    }

    private static Tensor spread(Tensor x, double factor, long... over) {
        Tensor mean = x.mean(over, true, new ScalarTypeOptional());
        return x.sub(mean).mul(new Scalar(factor)).add(mean);
    }

    /** Returns the images with {@code result(y, x) = image(y + down, x + right)}, zero outside. */
    static Tensor shifted(Tensor x, int down, int right) {
        return torch.constant_pad_nd(x, -right, right, -down, down); // negative padding cuts off
    }

    /**
     * Returns the images with {@code result(p) = image(M p)}, p from -1 to 1 with (0, 0) at the center, x first;
     * bilinear, zero outside.
     */
    static Tensor transformed(Tensor x, double m00, double m01, double m10, double m11) {
        float[] matrix = {(float) m00, (float) m01, 0, (float) m10, (float) m11, 0};
        long height = x.size(2);
        long width = x.size(3);
        Tensor theta = Tensors.of(matrix, 0, 1, 2, 3).to(x.scalar_type());
        Tensor grid = torch.affine_grid_generator(theta, new long[] {1, x.size(1), height, width}, false)
                .expand(x.size(0), height, width, 2);
        return torch.grid_sampler(x, grid, 0, 0, false);
    }
}
