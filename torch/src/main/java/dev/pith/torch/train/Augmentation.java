package dev.pith.torch.train;

/** How images are varied from epoch to epoch. Their masks are varied alike; what comes in is not counted there. */
public enum Augmentation {
    /** Shifted by up to an eighth of the side in each direction; what comes in is black. */
    CROP,
    /** Mirrored left to right, every other image. */
    FLIP,
    /** A square of half the side, its center anywhere in the image, set to the mean (DeVries and Taylor 2017). */
    CUTOUT,
    /** Pairs are blended at a share uniform in [0, 1] (Zhang et al., ICLR 2018, alpha 1). */
    MIXUP,
    /**
     * Pairs exchange a rectangle whose area is uniform in [0, 1] before it is cut at the border (Yun et al., ICCV
     * 2019, alpha 1).
     */
    CUTMIX,
    /** Half to twice as large, at a random place in the frame; what comes in is black. */
    SCALE,
    /** Brightness, contrast and the strength of colors by a factor from 0.6 to 1.4 each. */
    COLOR
}
